"""Chinese characters with several readings, as they occur in the names of companies and people; ü is written v."""


def _table(text: str) -> dict[str, tuple[str, ...]]:
    return {word: tuple(readings) for word, *readings in (entry.split() for entry in text.split(","))}


# The likeliest reading in the name of a company first.
_HETERONYMS = """
阿 a e, 艾 ai yi, 扒 ba pa, 柏 bai bo, 蚌 bang beng, 薄 bo bao, 堡 bao bu pu, 辟 pi bi, 扁 bian pian,
便 bian pian, 泊 bo po, 卜 bu bo, 参 can shen, 藏 cang zang, 差 cha chai, 长 chang zhang, 朝 chao zhao,
称 cheng chen, 乘 cheng sheng, 澄 cheng deng, 匙 chi shi, 重 zhong chong, 畜 xu chu, 单 dan shan, 弹 dan tan,
调 tiao diao, 都 du dou, 敦 dun dui, 恶 e wu, 番 fan pan, 佛 fo fu, 盖 gai ge, 句 ju gou, 谷 gu yu,
龟 gui qiu, 柜 gui ju, 蛤 ge ha, 行 xing hang, 会 hui kuai, 浒 hu xu, 还 huan hai, 珲 hun hui, 镐 gao hao,
贾 jia gu, 降 jiang xiang, 角 jiao jue, 校 xiao jiao, 觉 jue jiao, 解 jie xie, 颈 jing geng, 桔 ju jie,
咖 ka ga, 卡 ka qia, 壳 ke qiao, 核 he hu, 勒 le lei, 乐 le yue, 栎 li yue, 六 liu lu, 绿 lv lu, 率 lv shuai,
露 lu lou, 陆 lu liu, 落 luo lao, 脉 mai mo, 埋 mai man, 蔓 man wan, 秘 mi bi, 模 mo mu, 牟 mu mou,
缪 miao mou, 娜 na nuo, 粘 nian zhan, 炮 pao bao, 屏 ping bing, 埔 pu bu, 朴 pu piao, 瀑 pu bao, 栖 qi xi,
铅 qian yan, 茄 qie jia, 区 qu ou, 圈 quan juan, 塞 sai se, 莎 sha suo, 厦 sha xia, 杉 shan sha, 莘 xin shen,
什 shi shen, 省 sheng xing, 盛 sheng cheng, 晟 sheng cheng, 宿 su xiu, 覃 tan qin, 拓 tuo ta, 尾 wei yi,
尉 wei yu, 蔚 wei yu, 涡 wo guo, 洗 xi xian, 纤 xian qian, 巷 xiang hang, 削 xiao xue, 血 xue xie,
荥 xing ying, 殷 yin yan, 钥 yao yue, 员 yuan yun, 曾 zeng ceng, 扎 zha za, 查 cha zha, 翟 zhai di,
折 zhe she, 著 zhu zhuo, 爪 zhua zhao, 仔 zai zi, 择 ze zhai, 种 zhong chong, 琢 zhuo zuo, 仇 chou qiu,
隗 kui wei, 禅 chan shan, 枸 gou ju, 囤 tun dun, 那 na nuo, 轧 zha ya, 了 le liao
"""
# At the beginning of a person's name; the reading as a surname first.
_SURNAMES = """
单 shan dan, 解 xie jie, 仇 qiu chou, 查 zha cha, 盖 ge gai, 区 ou qu, 朴 piao pu, 任 ren, 覃 qin tan,
重 chong zhong, 乐 yue le, 冼 xian, 召 shao zhao, 员 yun yuan, 种 chong zhong, 句 gou ju, 折 she zhe,
秘 bi mi, 黑 he hei, 隗 wei kui, 谌 chen shen, 阚 kan, 那 na, 郗 xi chi, 洗 xian xi, 繁 po fan, 祭 zhai ji,
载 dai zai, 乜 nie mie, 晟 cheng sheng, 郇 xun huan, 藏 zang cang, 宓 mi fu, 参 shen can, 费 fei bi,
省 xing sheng, 能 nai neng, 番 pan fan, 适 kuo shi, 撒 sa, 佴 nai er, 幺 yao, 钭 tou dou, 会 gui kuai,
六 lu liu, 尉 yu wei, 长 zhang chang, 龟 gui, 厍 she, 逄 pang, 澹 tan dan, 哈 ha, 纪 ji, 葛 ge
"""
_COMPOUND_SURNAMES = """
尉迟 yu chi, 万俟 mo qi, 长孙 zhang sun, 澹台 tan tai, 乐正 yue zheng, 子车 zi ju, 宰父 zai fu, 夹谷 jia gu
"""

HETERONYMS = _table(_HETERONYMS)
SURNAMES = _table(_SURNAMES)
COMPOUND_SURNAMES = _table(_COMPOUND_SURNAMES)
"""The one reading of each character of a surname of two, where it is not the usual one."""
