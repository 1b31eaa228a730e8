import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_crm.core.values.money import (
    Money,
    MoneyRange,
    band,
    parse_money,
    parse_money_range,
    show_money,
    show_range,
)

CURRENCIES = st.sampled_from(["CNY", "USD", "EUR", "GBP", "HKD", "JPY", "SGD", "TWD"])


@pytest.mark.parametrize(
    ("text", "cents", "currency"),
    [
        ("15万", 15_000_000, "CNY"),
        ("25万", 25_000_000, "CNY"),
        ("¥5,000.00", 500_000, "CNY"),
        ("￥1.2亿", 12_000_000_000, "CNY"),
        ("191417.0", 19_141_700, "CNY"),
        ("1200元", 120_000, "CNY"),
        ("5000元整", 500_000, "CNY"),
        ("5000元人民币", 500_000, "CNY"),
        ("人民币 3 千", 300_000, "CNY"),
        ("２５，０００．５０元", 2_500_050, "CNY"),
        ("-500", -50_000, "CNY"),
        ("－５００", -50_000, "CNY"),
        ("¥-500", -50_000, "CNY"),
        ("(1,500)", -150_000, "CNY"),
        ("USD 1,200", 120_000, "USD"),
        ("$1,200.50", 120_050, "USD"),
        ("3万美元", 3_000_000, "USD"),
        ("HK$3k", 300_000, "HKD"),
        ("NT$ 20", 2_000, "TWD"),
        ("EUR 1.5 million", 150_000_000, "EUR"),
        ("1 200 300", 120_030_000, "CNY"),
        ("0.005", 1, "CNY"),
        ("0.1", 10, "CNY"),
    ],
)
def test_amounts_are_read_as_people_write_them(text, cents, currency):
    money = parse_money(text)
    assert (money.cents, money.currency, money.text) == (cents, currency, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "万",
        "abc",
        "1.2.3",
        "1,2345",
        "1.200,50",
        "50-100万",
        "100%",
        "1e5",
        "5 10",
        "15万左右",
        "$5 ¥",
        "5千5",
        "9" * 30,
    ],
)
def test_what_is_not_one_amount_is_refused(text):
    with pytest.raises(ValueError, match="amount"):
        parse_money(text)


def test_an_amount_that_no_column_holds_is_refused():
    assert parse_money("92233720368547758.07").cents == 2**63 - 1
    with pytest.raises(ValueError, match="amount"):
        parse_money("92233720368547758.08")


def test_a_cell_full_of_characters_is_refused_at_once():
    for text in ("¥" + " " * 30_000 + "x", "1" * 30_000, "¥" * 30_000):
        with pytest.raises(ValueError, match="amount"):
            parse_money(text)
        with pytest.raises(ValueError, match="amount"):
            parse_money_range(text)


def test_the_text_as_typed_does_not_make_amounts_differ():
    assert parse_money("24万") == parse_money("¥240,000.00")
    assert parse_money("24万") != parse_money("$240,000")


@settings(max_examples=100)
@given(st.integers(-(2**63) + 1, 2**63 - 1), CURRENCIES)
def test_an_amount_shown_is_read_back(cents, currency):
    assert parse_money(show_money(Money(cents, currency))) == Money(cents, currency)


@pytest.mark.parametrize(
    ("money", "shown"),
    [
        (Money(500_000), "¥5,000.00"),
        (Money(-50_001), "-¥500.01"),
        (Money(120_050, "USD"), "$1,200.50"),
        (Money(30_000, "JPY"), "JPY 300.00"),
    ],
)
def test_amounts_show_their_currency_and_two_decimals(money, shown):
    assert show_money(money) == shown


@pytest.mark.parametrize(
    ("text", "low", "high", "currency"),
    [
        ("50-100万元", 500_000, 1_000_000, "CNY"),
        ("20-30万", 200_000, 300_000, "CNY"),
        ("1-5亿元", 100_000_000, 500_000_000, "CNY"),
        ("80~120万", 800_000, 1_200_000, "CNY"),
        ("８０～１２０万", 800_000, 1_200_000, "CNY"),
        ("50万至80万元", 500_000, 800_000, "CNY"),
        ("10万到2亿", 100_000, 200_000_000, "CNY"),
        ("5000-1万", 5_000, 10_000, "CNY"),
        ("500-800", 500, 800, "CNY"),
        ("USD 1,200-1,500", 1_200, 1_500, "USD"),
        ("5000万以下", None, 50_000_000, "CNY"),
        ("77万元以内", None, 770_000, "CNY"),
        ("不超过80万", None, 800_000, "CNY"),
        ("under $50k", None, 50_000, "USD"),
        ("100万以上", 1_000_000, None, "CNY"),
        ("不低于50万", 500_000, None, "CNY"),
        ("超过50万", 500_000, None, "CNY"),
        ("50万+", 500_000, None, "CNY"),
        ("25万", 250_000, 250_000, "CNY"),
        ("约15万", 150_000, 150_000, "CNY"),
        ("50-80万左右", 500_000, 800_000, "CNY"),
    ],
)
def test_ranges_are_read_in_whole_units_of_currency(text, low, high, currency):
    def cents(amount):
        return None if amount is None else amount * 100

    assert parse_money_range(text) == MoneyRange(cents(low), cents(high), currency, text)


@pytest.mark.parametrize("text", ["待定", "", "100-50", "$10-¥20", "50-", "-", "以下", "10-20-30万"])
def test_what_is_no_range_is_refused(text):
    with pytest.raises(ValueError, match="amount"):
        parse_money_range(text)


def test_a_range_is_shown_as_it_was_typed():
    assert show_range(parse_money_range("50-100万元")) == "50-100万元"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])  # the language holds for all
@given(data=st.data(), currency=CURRENCIES)
def test_a_range_without_text_is_shown_so_that_it_is_read_back(either_language, data, currency):
    low = data.draw(st.none() | st.integers(0, 10**15))
    high = data.draw(st.integers(0, 10**15) if low is None else st.none() | st.integers(low, 10**15))
    shown = show_range(MoneyRange(low, high, currency))
    assert parse_money_range(shown) == MoneyRange(low, high, currency)


def test_a_range_is_short_in_chinese_where_the_units_leave_no_doubt(chinese):
    assert show_range(MoneyRange(50_000_000, 120_000_000_00)) == "¥50万–¥1.2亿"
    assert show_range(MoneyRange(50_000_000, 50_000_001)) == "¥50万–¥500,000.01"
    assert show_range(MoneyRange(0, 5_000_000)) == "¥0–¥5万"
    assert show_range(MoneyRange(50_000, 5_000_000)) == "¥500–¥50,000"


def test_a_range_is_written_in_full_in_english(english):
    assert show_range(MoneyRange(50_000_000, 120_000_000_00)) == "¥500,000–¥120,000,000"
    assert show_range(MoneyRange(None, None)) == ""


def test_a_band_holds_the_amount_and_does_not_tell_it():
    for yuan in (0, 1, 49_999, 50_000, 143_000, 1_000_000, 99_999_999, 100_000_000, 5 * 10**9):
        around = band(Money(yuan * 100))
        assert around.low_cents <= yuan * 100
        assert around.high_cents is None or yuan * 100 <= around.high_cents
        assert around.low_cents != around.high_cents


def test_the_band_of_a_range_covers_both_ends():
    assert band(parse_money_range("60-80万")) == MoneyRange(50_000_000, 100_000_000)
    assert band(parse_money_range("30万以上")) == MoneyRange(20_000_000, None)
    assert band(parse_money_range("30万以下")) == MoneyRange(None, 50_000_000)
    assert band(parse_money("-500")).low_cents is None
