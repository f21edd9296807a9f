// Texts to test with: an article of our own, and the first article of the Universal Declaration of Human Rights in scripts
// that engines might cut, compose or lower differently.
import { plainBlocks } from "../../../src/text/index.js";

export const ARTICLE = plainBlocks(`
The harbour that would not close

For nineteen years the ferry to Skarvøy left at half past six, and for nineteen years Marta Lind sold coffee to the people who missed it. "You learn who is late by nature and who is late by accident," she says. The first kind drink their coffee slowly. The second kind do not drink it at all.

In March the council announced that the harbour would close by the end of summer. The pier had shifted eleven centimetres since the survey of 2009, the engineers wrote, and no repair would hold longer than a few winters. Nobody on the island was surprised. Everybody was angry.

What happened next is the part that people tell differently. The council did not promise money for a new pier, although two newspapers reported that it had. It promised a study - eight months, four firms, one report. The study was never finished, because the fishermen had begun to drive piles of their own before the contract was signed.

"We asked nobody," says Henrik Aas, who is seventy-one and has the hands of a man who has not asked often. They worked at night, when the tide was low and the inspector was asleep. By the first week of June there were forty-two piles in the water, each of them cut from the old forest behind the church.

The inspector, it turned out, had not been asleep. He had counted the piles every morning, and every evening he had written the same sentence into his book: no change observed.

Is that a lie? Marta Lind thinks about it while she wipes the counter. "He observed that nothing had changed," she says at last. "We were late by nature. He knew that."
`);

/** Another text, with no sentence of the article. */
export const OTHER = plainBlocks(`
A bread that keeps for a month has to be dry, sour, or both. The bakers of the valley chose both, and their loaves were stacked in attics like firewood, to be broken with a hammer when the passes were closed.

Flour was milled once a year, so the dough was made from whatever the autumn had left: rye, a little barley, and dried pears where sugar was dear. The oven belonged to everybody and was lit by nobody in particular, which is to say that the same three families always lit it.
`);

/** By language. */
export const SCRIPTS: Readonly<Record<string, string>> = {
  en: "All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience and should act towards one another in a spirit of brotherhood.",
  de: "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt und sollen einander im Geiste der Brüderlichkeit begegnen.",
  fr: "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de conscience et doivent agir les uns envers les autres dans un esprit de fraternité.",
  el: "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα. Είναι προικισμένοι με λογική και συνείδηση; ΟΦΕΙΛΟΥΝ ΝΑ ΣΥΜΠΕΡΙΦΕΡΟΝΤΑΙ ΜΕΤΑΞΥ ΤΟΥΣ με πνεύμα αδελφοσύνης.",
  ru: "Все люди рождаются свободными и равными в своём достоинстве и правах. Они наделены разумом и совестью и должны поступать в отношении друг друга в духе братства.",
  ar: "يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق. وقد وهبوا عقلًا وضميرًا وعليهم أن يعامل بعضهم بعضًا بروح الإخاء؟",
  he: "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם. כולם חוננו בתבונה ובמצפון, לפיכך חובה עליהם לנהוג איש ברעהו ברוח של אחווה.",
  hi: "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है। उन्हें बुद्धि और अन्तरात्मा की देन प्राप्त है और परस्पर उन्हें भाईचारे के भाव से बर्ताव करना चाहिए।",
  th: "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ ต่างมีเหตุผลและมโนธรรม และควรปฏิบัติต่อกันด้วยเจตนารมณ์แห่งภราดรภาพ",
  km: "មនុស្សទាំងអស់ កើតមកមានសេរីភាព និងសមភាព ក្នុងផ្នែកសេចក្ដីថ្លៃថ្នូរនិងសិទ្ធិ។ មនុស្ស មានវិចារណញ្ញាណនិងសតិសម្បជញ្ញៈ។",
  my: "လူတိုင်းသည် တူညီ လွတ်လပ်သော ဂုဏ်သိက္ခာဖြင့် လည်းကောင်း၊ တူညီလွတ်လပ်သော အခွင့်အရေးများဖြင့် လည်းကောင်း၊ မွေးဖွားလာသူများ ဖြစ်သည်။",
  ja: "すべての人間は、生れながらにして自由であり、かつ、尊厳と権利とについて平等である。人間は、理性と良心とを授けられており、互いに同胞の精神をもって行動しなければならない。",
  zh: "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。",
  ko: "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. 인간은 천부적으로 이성과 양심을 부여받았으며 서로 형제애의 정신으로 행동하여야 한다.",
  vi: "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền lợi. Mọi con người đều được tạo hoá ban cho lý trí và lương tâm.",
  tr: "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. İNSANLAR akıl ve vicdana sahiptirler ve birbirlerine karşı kardeşlik zihniyeti ile hareket etmelidirler.",
  marks:
    "“Smart” ‘quotes’ — em–dash --- x² ½ ™ ﬁne… n\u00ad\u200bone № ①\u00a0ﬀ Å Å A\u030a ﷺ ＦＵＬＬ ｶﾞ 한 \u1112\u1161\u11ab e\u0301\ufe0f 👩‍👩‍👧 Dr. No? Yes!No. 3.5 v. U.S. a.m.",
};
