"""Surnames: those that tell a person's name from another word, and all that begin a byline."""

# The most frequent of the surname registers (Ministry of Public Security, National Name Report
# 2020), without those that begin common nouns of the press: 方(案), 文(化), 应(用), 常(务), 季(度),
# 章(程), 温(度), 费(用). Compound surnames are not among them.
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
    "苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚"
    "邵万钱严覃武戴莫孔向汤郁俞倪庄殷施萧傅阎康易乔赖洪翟颜牛芦鲁葛毕聂焦柳邢骆岳齐梅涂祝耿卜"
    "凌纪欧宗庞樊兰褚瞿臧屠戚祁邬裘鲍虞柯翁滕阮缪"
)

# The hundred family names and the more common of the rest: where a name is expected, in a byline or
# a credit, it may begin with any of them.
# Source: 百家姓 (Song), with the names of the 2020 census' first four hundred that it lacks.
FAMILY_NAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚"
    "范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余"
    "元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻"
    "强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓"
    "郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧"
    "隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰"
    "从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏"
    "浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳"
    "沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓"
    "公仉督岳帅缑亢况郈有琴归海晋楚闫法汝鄢涂肖仝佟付代覃税信谌苟兰尧官上展庆佘卿柬植次苑区冼战"
    "皇初原修来迟邸鹿商药亓揭占衣候买訚缐青撒粟鄞敬朴"
)
