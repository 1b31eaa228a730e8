"""The main job from setting up to the printed page, by the mouse; in Chinese, which is chosen on the way."""

import json

CUSTOMER, NEXT_STEP = "Northwind Instruments", "Send the quotation"


def test_the_main_job_is_done_by_the_mouse(screen, program, command, passphrase_file, home):
    passphrase = passphrase_file.read_text(encoding="utf-8")
    process = program()
    screen.click("English", "combo box")
    screen.click("简体中文", "list item")
    screen.fill("密码", passphrase, hidden=True)
    screen.fill("再次输入密码", passphrase, hidden=True)
    screen.click("我已了解", "check box")
    screen.click("创建客户簿", "push button")

    screen.find("您的恢复密钥")
    screen.click("我已打印或抄下。", "check box")
    screen.click("继续", "push button")

    screen.click("客户", "check box")
    screen.click("新建客户", "push button")
    screen.fill("客户名称", CUSTOMER)
    screen.fill("公司电话", "0571 8888 6666")
    screen.click("保存", "push button")
    screen.gone("新建客户")

    screen.click("今天", "check box")
    screen.fill("搜索", "instrum")
    screen.click(screen.says("客户", CUSTOMER).name, "list item")
    screen.find(CUSTOMER, "label")

    screen.click("记录互动", "push button")
    screen.click("沟通方式: 电话", "check box")
    screen.fill("互动内容摘要", "Discussed the pilot")
    screen.fill("客户反馈", "Pleased")
    screen.fill("下一步", NEXT_STEP)
    screen.fill("时间", "23:59")
    screen.says("→", "23:59")
    screen.click("保存", "push button")
    screen.gone(f"记录互动 · {CUSTOMER}")

    screen.says("电话", "Discussed the pilot", "Pleased", NEXT_STEP)
    screen.click("今天", "check box")
    screen.says(CUSTOMER, NEXT_STEP)
    screen.click("跟进", "check box")
    screen.says(CUSTOMER, NEXT_STEP)
    stored = json.loads(command("show", CUSTOMER, "--json"))
    assert stored["phone"]["text"] == "0571 8888 6666"
    assert [(one["method"], one["summary"]) for one in stored["interactions"]] == [("phone", "Discussed the pilot")]
    assert [one["title"] for one in stored["followups"]] == [NEXT_STEP]

    screen.click("客户", "check box")
    screen.click("打印", "push button")
    screen.find(f"客户摘要 · {CUSTOMER}", "dialog")
    screen.find("A4 共 1 页")
    screen.click("保存为 PDF…", "push button")
    screen.click("保存(S)", "push button")
    screen.says("已保存", ".pdf")
    assert [path.read_bytes()[:4] for path in home.glob("*.pdf")] == [b"%PDF"]
    screen.click("关闭", "push button")
    screen.gone(f"客户摘要 · {CUSTOMER}")

    screen.click("锁定", "push button")
    screen.fill("密码", passphrase, hidden=True)
    assert screen.seen(CUSTOMER) is None
    screen.click("解锁", "push button")
    screen.find("记录互动", "push button")
    process.terminate()
    assert process.wait(40) == 0
