/** Words of names that say little: particles, titles, common given names, words any organisation may use; and short forms. */

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter((w) => w !== ''));

/** Little words of names; they help nobody tell two people apart. */
export const particles = set(`
  al el ul ol ur ud ad bin ibn ben bint binti van der den ter ten de di da do dos das del della la le les los las lo
  von vom zu zur zum of the and und et y e en for fur fuer pour para por in na a an to do dla dlya po i o s v w u az`);

/** Titles and forms of address in Latin letters, as they come out of any script. */
export const titles = set(`
  mr mrs ms miss dr doctor doktor prof professor sir dame lord lady sheikh shaikh shaykh sheik cheikh haji hajji hadji hajj
  mullah mulla mawlawi maulavi maulana mawlana molla hafiz qari ustad ustaz agha sayed sayyid general gen col colonel capt
  captain lt lieutenant major maj marshal admiral adm president minister herr frau monsieur madame mme mlle senor senora don dona
  mevr mevrouw dhr heer drs ir ing jr sr ii iii iv esq phd hon reverend rev father imam ayatollah hojatoleslam hojjatoleslam
  brigadier commander mv mt ss msc prezident prezydent prasident praesident monsignor vice emir amir
  doktar daktar sardar gospodin gospozha pan pani`);

/** Given names so common that sharing one says little. Skeletons are compared, so one spelling stands for many. */
export const commonNames = set(`
  mohammad muhammad mohammed ahmad ahmed ali hassan hasan hussein hossein husayn abdullah abdallah ibrahim omar umar khan
  mahmoud mustafa yusuf ismail said khalid karim salim salih
  jan johan jean john juan jose maria anna peter pieter paul paulo michael david thomas james robert william mark martin
  aleksandr sergey vladimir andrey aleksey dmitriy nikolay ivan mikhail yuriy igor elena natalya tatyana svetlana olga
  kim lee ri pak park choe li wang zhang chen liu yang singh kumar nguyen tran abdul`);

/** Words many organisations have in their names: general ones, then places, which tell a little more. */
export const generalWords = set(`
  company companies co bank banking group groupe gruppe grupo gruppa holding holdings international internationale internacional
  mezhdunarodnaya mezhdunarodnyy trading trade torgovyy handel services service servis system systems sistemy solutions industries
  industry industrial industrie promyshlennaya technology technologies tekhnologii tech development investment investments invest
  foundation fondation fond fonds fund association assotsiatsiya union soyuz society centre center tsentr centrum institute institut
  university universitet ministry ministerstvo department national natsionalnyy general global world enterprise enterprises
  predpriyatie organization organisation organizatsiya council committee komitet office bureau agency agentstvo corporation corp
  corporacion korporatsiya construction stroitelnaya engineering logistics shipping transport transportation lines marine maritime energy
  petroleum oil gas neft gaz finance financial capital kapital management consulting media production products projects project
  export import impex commercial commerce factory zavod fabrika plant works kompaniya firma firm establishment est agro
  hosting host cloud network networks networking net online data server servers telecom internet digital software it ict
  aviation airlines air airways first new`);

export const placeWords = set(`
  europe european asia asian africa african america american americas middle east eastern west western north northern south southern
  netherlands nederland holland germany deutschland deutsche france francaise russia russian rossiya rossiyskaya rossii moscow moskva
  china chinese beijing shanghai hong kong iran iranian tehran iraq iraqi syria syrian turkey turkish ukraine ukrainian belarus belarusian
  korea korean japan india indian dubai emirates uae usa uk britain british london swiss schweiz switzerland austria italy spain
  amsterdam rotterdam brussels berlin paris istanbul kyiv minsk central`);

const groups = `
robert rob robbie bob bobby bert
william will willy bill billy liam willem wim
theodore ted teddy theo
edward ed eddie ned eduard
richard rick rich dick ricardo
michael mike mick mikhail mikhael mihail mikhaylo mykhailo misha michiel miguel michel
benjamin ben benny bibi binyamin
alexander alyaksandr alex sasha sacha alexandr aleksandr oleksandr aliaksandr sander
elizabeth liz lizzie beth betty eliza elisabeth
margaret maggie peggy meg
katherine catherine kate katie kathy cathy ekaterina katya kateryna yekaterina
james jim jimmy jamie jaime jacob jacobus jacques yakov
john jack johnny juan jean jan johan johannes ivan giovanni joao hans yahya ioann
joseph joe jose josef giuseppe yosef yusuf youssef iosif
anthony tony antonio anton antoine
thomas tom tommy tomas
charles charlie chuck carlos karl carl karel
francis frank francisco francois franz frans francesco
george jorge georg georges yuri yuriy georgy giorgi heorhii joris jurgen
paul pavel paulo pablo pavlo paolo
peter piotr petr pedro pierre pieter piet petro
nicholas nick nicolas nikolai nikolay nikolaos nikola mikola kolya mikalai mikalay mykola klaas
andrew andy andrei andrey andreas andre andriy andries
stephen steven steve stefan esteban stepan etienne
daniel dan danny
david dave davit dawud
samuel sam sammy
matthew matt mateo matthieu matthias matvey
gregory greg grigory grigoriy grigorii hryhorii ryhor hryhory grigor
lawrence larry lars laurent lourens
patrick pat paddy
dmitry dima dmitri dmytro dzmitry
vladimir vova volodya volodymyr uladzimir
sergey serge sergei serhiy serhii siarhei siarhey seryozha
evgeny evgeniy evgenii yevgeniy eugene zhenya yevgeny yauhen yevhen eugen
natalia natasha natalie
maria masha mary marie mariya
anna anya ann anne hanna
elena helen helena lena olena alena alyona yelena
tatiana tanya
mohammed mehmet mahomed magomed
oleg aleh oleh
igor ihar ihor
olga volha olha
konstantin kanstantsin kostyantyn konstantyn costin
denis dzianis denys
gennady gennadiy henadz genadz hennadii gennadi
artem arciom artsiom artyom
fyodor fedor fiodar fedir theodor
valentina valyantsina valiantsina
leonid leanid
tamara taciana
pyotr petr piotr petro
viktor viktar victor
irina iryna irena
ekaterina katsiaryna kateryna
julia yuliya iuliia yulia
kirill kiryl kyrylo cyril
ilya illia illya elijah
maksim maxim maksym
egor yegor yahor iahor
semyon siamion semen simon
timofey tsimafei tymofii timothy
arkady arkadz arkadii
vitaly vital vitalii
roman raman
pavel pavlo pavieł
stanislav stanislau
vyacheslav viachaslau viacheslav
yaroslav yaraslau
boris barys borys
anatoly anatol anatolii anatoliy
henry harry hank hendrik henk heinrich henri enrique
christopher chris christoffel christophe
`;

/** Which families of short and foreign forms a name belongs to. */
export const nicknames: ReadonlyMap<string, number> = new Map(
  groups
    .trim()
    .split('\n')
    .flatMap((line, at) => line.split(' ').map((name) => [name, at] as const)),
);

const cardinal = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const ordinal = 'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(' ');
const tens: Readonly<Record<string, number>> = {
  twenty: 20,
  thirty: 30,
  forty: 40,
  fourty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};
const roman: Readonly<Record<string, number>> = {
  ii: 2,
  iii: 3,
  iv: 4,
  vi: 6,
  vii: 7,
  viii: 8,
  ix: 9,
  xi: 11,
  xii: 12,
};

/** A number written in digits, words or Roman figures; undefined where the word is none. Roman figures only where asked. */
export function numberOf(word: string, withRoman: boolean): number | undefined {
  if (/^\d{1,9}$/.test(word)) return Number(word);
  const sequence = /^(\d{1,6})(?:st|nd|rd|th|e|er|eme)$/.exec(word);
  if (sequence) return Number(sequence[1]);
  const at = cardinal.indexOf(word);
  if (at >= 0) return at;
  const nth = ordinal.indexOf(word);
  if (nth >= 0) return nth;
  return tens[word] ?? (withRoman ? roman[word] : undefined);
}
