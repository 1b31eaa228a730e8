from desktop_crm.core.transfer.directory import Directory


def test_the_exact_spelling_comes_before_the_one_equal_after_folding_width():
    directory = Directory([(1, "ＡＢＣ公司", "A-1"), (2, "ABC公司", "A-2")])
    assert directory.named("ABC公司") == [2]
    assert directory.named("ＡＢＣ公司") == [1]
    assert directory.named(" ABC公司 ") == [1, 2]


def test_of_several_the_first_of_the_file_is_meant_and_else_the_lowest_id():
    directory = Directory([(9, "云帆", "A-9"), (3, "云帆", "A-3")])
    assert directory.named("云帆") == [3, 9]
    directory.add(20, "云帆")
    directory.add(12, "云帆")
    assert directory.named("云帆") == [20, 12, 3, 9]


def test_a_former_number_means_who_has_it_unless_somebody_has_it_now():
    directory = Directory([(1, "云帆", "A-1"), (2, "远航", "A-2")], {"A-7": 1, "A-2": 1})
    assert (directory.numbered("A-7"), directory.numbered("A-2"), directory.numbered("A-8")) == (1, 2, None)


def test_a_number_of_the_file_comes_before_the_same_number_of_the_vault():
    directory = Directory([(1, "云帆", "A-1")])
    assert directory.numbered("A-1") == 1
    directory.add(2, "云帆", "A-1")
    assert directory.numbered("A-1") == 2
    assert directory.numbered("A-2") is None


def test_nobody_is_called_what_nobody_is_called():
    assert Directory([]).named("云帆") == []
