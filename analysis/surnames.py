"""Surnames by which a rule tells a person's name from another unknown word."""

# The most frequent of the surname registers (Ministry of Public Security, National Name Report
# 2020), without those that begin common nouns of the press: 方(案), 文(化), 应(用), 常(务), 季(度),
# 章(程), 温(度), 费(用). Compound surnames are not among them.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
    "苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚"
    "邵万钱严覃武戴莫孔向汤郁俞倪庄殷施萧傅阎康易乔赖洪翟颜牛芦鲁葛毕聂焦柳邢骆岳齐梅涂祝耿卜"
    "凌纪欧宗庞樊兰"
)
