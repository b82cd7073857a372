/**
 * What people here take for a password and what no list from elsewhere has: greetings, towns, names, football, love,
 * school, in Uzbek (Latin, as typed without apostrophes), Russian (also as the keys of the other layout) and of this site.
 */
export const LOCAL_WORDS: readonly string[] = `
suhbatdosh suhbat ielts ieltsband speaking speakingtest bandscore englishtest
parol maxfiysoz kirish salom assalom assalomualaykum xayr rahmat raxmat marhamat yaxshi yaxshimisan qalaysan zor gozal
uzbekistan ozbekiston uzbekiston ozbek uzbek uzbekcha ozbekcha vatan vatanim yurtim ona onam onajon ota otam otajon
aka akajon opa opajon uka singil dada dadajon oyi oyijon bola bolajon qizim oglim sevgi sevgim sevaman muhabbat
mehribon jonim azizim yuragim baxt baxtli omad hayot hayotim dunyo osmon quyosh oyxon yulduz bahor yoz kuz qish gul
atirgul lola chinor olma anor tarvuz qovun osh palov non choy somsa lagmon navruz ramazon hayit allah alloh bismillah
bismilloh islom quron namoz muslim muhammad
toshkent tashkent samarqand samarkand buxoro bukhara xiva khiva xorazm urganch andijon namangan fargona fergana qoqon
margilon jizzax guliston sirdaryo navoiy qarshi shahrisabz termiz surxondaryo qashqadaryo nukus qoraqalpoq chirchiq
angren olmaliq bekobod chilonzor yunusobod sergeli registon pakhtakor paxtakor bunyodkor nasaf neftchi
aziz aziza azizbek abbos abdulla abdullo adham afruza akbar akmal alisher amir amira anvar asad asadbek asal asror
aziza azamat babur bobur bekzod bahodir bahrom barno behruz botir davron diana dilbar dildora dilfuza dilnoza dilshod
dilshoda diyor diyora doniyor durdona eldor elyor eldorbek farhod farida farrux feruza firdavs gavhar gulchehra
gulnora gulnoza guzal hasan husan hilola husniddin ibrohim ilhom iroda islombek ismoil jahongir jamshid jasur javohir
kamila kamola kamron komil lobar lola madina madinabek mahliyo malika maftuna mansur maruf maxmud mirzo mohira
mubina muhlisa munisa murod mustafo muxlisa nargiza nasiba navruzbek nigora nilufar nodir nodira nozima odil otabek
oybek ozoda parvina qodir ravshan rayhon robiya ruslan rustam sabina sadoqat said sanjar sardor sarvar sevara shahlo
shahnoza shahzod shahzoda sherzod shoira shohruh shukhrat sitora sobir suhrob temur timur umid umida umar usmon
xurshid yulduz yusuf zafar zarina zebo zilola ziyoda zuhra
привет пароль любовь люблю солнце мама мамочка папа наташа марина алина россия узбекистан ташкент самарканд бухара
спартак зенит футбол школа учитель английский лето зима весна звезда котенок зайка солнышко кошка собака
йцукен йцукенг йцукенгш фыва фывапр фывапролд ячсмить qwertyuiop asdfghjkl zxcvbnm privet parol ghbdtn gfhjkm
lyubov lubov solnce mamochka krasota druzhba
ronaldo messi neymar realmadrid barcelona barselona chelsea liverpool manchester arsenal juventus
matematika ingliz inglizcha inglistili talaba maktab universitet domla ustoz oqituvchi student studentka
telegram instagram youtube google android samsung redmi xiaomi iphone wifi
`
  .trim()
  .split(/\s+/);
