// Arabic messages: a prompt that is sent to several agents, and the comparison of their results.
import type { Catalog } from '../languages.ts';

export const compare = {
  'compare.title': 'المقارنة',
  'compare.summary': 'المطالبات التي أرسلتها إلى عدة وكلاء أو نماذج دفعة واحدة',
  'compare.loading': 'جارٍ تحميل النتائج',
  'compare.loadFailed': 'تعذّر تحميل النتائج',
  'compare.shown': 'إظهار',
  'compare.open': 'المفتوحة',
  'compare.archived': 'المؤرشفة',
  'compare.empty': 'لا شيء للمقارنة بعد',
  'compare.emptyText':
    'في مربع رسالة جلسة جديدة، اختر «الإرسال إلى عدة وكلاء…». يعمل كل وكيل في شجرة عمل خاصة به، وتحتفظ أنت بأفضل نتيجة.',
  'compare.emptyArchived': 'لا شيء في الأرشيف',
  'compare.agents':
    '{count, plural, zero {# وكيل} one {وكيل واحد} two {وكيلان} few {# وكلاء} many {# وكيلًا} other {# وكيل}}',
  'compare.isArchived': 'مؤرشف',
  'compare.results': 'النتائج',
  'compare.starting': 'جارٍ البدء',
  'compare.startFailed': 'تعذّر البدء',
  'compare.retry': 'إعادة المحاولة',
  'compare.retry.failed': 'تعذّرت إعادة المحاولة',
  'compare.tokens': '{tokens} رمز مميز',
  'compare.files':
    '{count, plural, =0 {لا ملفات} zero {# ملف} one {ملف واحد} two {ملفان} few {# ملفات} many {# ملفًا} other {# ملف}}',
  'compare.answer': 'إجابة {name}',
  'compare.noAnswer': 'لا إجابة بعد',
  'compare.openSession': 'فتح الجلسة',
  'compare.openSessionNamed': 'فتح جلسة {name}',
  'compare.openPanes': 'فتح كلوحات',

  'compare.test': 'تشغيل الاختبارات',
  'compare.test.title': 'تشغيل الاختبارات',
  'compare.test.text':
    'يشغّل أمرًا في كل شجرة عمل، على جهاز تشغيل جلستها. تسري القواعد والموافقات نفسها التي تسري على أمر من الوكيل.',
  'compare.test.command': 'الأمر',
  'compare.test.run': 'تشغيل',
  'compare.test.running': 'الاختبارات قيد التشغيل',
  'compare.test.waiting': 'بانتظار الموافقة',
  'compare.test.passed': 'نجحت الاختبارات',
  'compare.test.failed': 'فشلت الاختبارات',
  'compare.test.canceled': 'لم تُشغَّل الاختبارات',
  'compare.test.interrupted': 'انقطعت الاختبارات',
  'compare.test.exitCode': 'رمز الخروج {code, number}',
  'compare.test.output': 'الإخراج',

  'compare.keep': 'احتفاظ…',
  'compare.keepNamed': 'الاحتفاظ بنتيجة {name}',
  'compare.keep.title': 'الاحتفاظ بهذه النتيجة',
  'compare.keep.text':
    '{count, plural, =0 {يدمج فرعها.} zero {يدمج فرعها، ثم يؤرشف # جلسة أخرى ويزيل أشجار عملها. يمكنك استعادتها خلال 30 يومًا.} one {يدمج فرعها، ثم يؤرشف الجلسة الأخرى ويزيل شجرة عملها. يمكنك استعادتهما خلال 30 يومًا.} two {يدمج فرعها، ثم يؤرشف الجلستين الأخريين ويزيل شجرتَي عملهما. يمكنك استعادتها خلال 30 يومًا.} few {يدمج فرعها، ثم يؤرشف # جلسات أخرى ويزيل أشجار عملها. يمكنك استعادتها خلال 30 يومًا.} many {يدمج فرعها، ثم يؤرشف # جلسة أخرى ويزيل أشجار عملها. يمكنك استعادتها خلال 30 يومًا.} other {يدمج فرعها، ثم يؤرشف # جلسة أخرى ويزيل أشجار عملها. يمكنك استعادتها خلال 30 يومًا.}}',
  'compare.keep.submit': 'دمج وأرشفة البقية',
  'compare.archiveAll': 'أرشفة الكل',
  'compare.archive.question': 'هل تريد أرشفة كل النتائج؟',
  'compare.archive.text':
    '{count, plural, zero {تُؤرشف # جلسة، وتُزال أشجار عملها.} one {تُؤرشف جلستها، وتُزال شجرة عملها.} two {تُؤرشف الجلستان، وتُزال شجرتا عملهما.} few {تُؤرشف الجلسات الـ # كلها، وتُزال أشجار عملها.} many {تُؤرشف الجلسات الـ # كلها، وتُزال أشجار عملها.} other {تُؤرشف الجلسات الـ # كلها، وتُزال أشجار عملها.}} يمكنك استعادتها خلال 30 يومًا.',
  'compare.archive.confirm': 'أرشفة',
  'compare.archive.failed': 'تعذّرت أرشفة النتائج',
  'compare.archive.done':
    '{count, plural, zero {أُرشفت # جلسة} one {أُرشفت جلسة واحدة} two {أُرشفت جلستان} few {أُرشفت # جلسات} many {أُرشفت # جلسة} other {أُرشفت # جلسة}}',
  'compare.archive.doneText': 'يمكن استعادة أشجار عملها خلال 30 يومًا.',
  'compare.restore': 'استعادة',
  'compare.restore.failed': 'تعذّرت استعادة النتائج',

  'compare.changedFiles': 'الملفات المتغيّرة',
  'compare.changedFilesText': 'مقارنةً بالفرع الذي بدأت منه جميعها',
  'compare.noFiles': 'لم تتغيّر أي ملفات بعد.',
  'compare.changedBy': 'غيّره {count, number} من {total, number}',
  'compare.kind.all': 'مختلف',
  'compare.kind.identical': 'متطابق',
  'compare.diffOf': '{path}، غيّره {name}',
  'compare.lines': 'الأسطر',
  'compare.unchanged': 'لم يتغيّر',
  'compare.gap':
    '{count, plural, zero {# سطر دون تغيير} one {سطر واحد دون تغيير} two {سطران دون تغيير} few {# أسطر دون تغيير} many {# سطرًا دون تغيير} other {# سطر دون تغيير}}',
  'compare.part.all': 'مطابق في الكل',
  'compare.part.some':
    '{count, plural, zero {في # من {total, number}} one {هنا فقط} two {في # من {total, number}} few {في # من {total, number}} many {في # من {total, number}} other {في # من {total, number}}}',

  'compare.several': 'الإرسال إلى عدة وكلاء…',
  'compare.several.title': 'الإرسال إلى عدة وكلاء',
  'compare.several.text': 'يعمل كل منهم في جلسة وشجرة عمل خاصتين به من المستودع نفسه. ثم تقارن النتائج وتحتفظ بالأفضل.',
  'compare.several.row': 'الوكيل {number, number}',
  'compare.several.agent': 'الوكيل',
  'compare.several.model': 'النموذج',
  'compare.several.thinking': 'التفكير',
  'compare.several.machine': 'جهاز التشغيل',
  'compare.several.preset': 'الافتراضي',
  'compare.several.add': 'إضافة وكيل',
  'compare.several.remove': 'إزالة الوكيل {number, number}',
  'compare.several.limit': 'الحد الأقصى لعدد الوكلاء دفعة واحدة: {count, number}',
  'compare.several.submit':
    '{count, plural, zero {إرسال إلى # وكيل} one {إرسال إلى وكيل واحد} two {إرسال إلى وكيلين} few {إرسال إلى # وكلاء} many {إرسال إلى # وكيلًا} other {إرسال إلى # وكيل}}',
} as const satisfies Catalog;
