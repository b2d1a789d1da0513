// Arabic messages: folder trust.
import type { Catalog } from '../languages.ts';

export const trust = {
  'trust.banner': 'هذا المجلد غير موثوق بعد. ليس لملفات الوكيل فيه أي تأثير، وتتطلب معظم الأوامر موافقة.',
  'trust.bannerChanged': 'تغيّرت ملفات في هذا المجلد منذ أن وثقت به: {files}. ليس لها أي تأثير حتى تراجعها.',
  'trust.review': 'مراجعة المجلد',
  'trust.title': 'هل تثق بهذا المجلد؟',
  'trust.text':
    'لا تثق به إلا إذا كنت تعرف مصدر ملفاته. بعد ذلك تتبع الأوامر وضع الموافقة وقواعدك، ويتبع الوكلاء ملفات الوكيل فيه.',
  'trust.files': 'الملفات التي يمكن أن يكون لها تأثير',
  'trust.noFiles': 'لا توجد في هذا المجلد ملفات لها تأثير من تلقاء نفسها.',
  'trust.changed': 'تغيّر',
  'trust.trust': 'الوثوق بالمجلد',
  'trust.dontTrust': 'عدم الوثوق',
  'trust.loading': 'جارٍ البحث عن ملفات يمكن أن يكون لها تأثير',
  'trust.loadFailed': 'تعذّرت قراءة المجلد',
  'trust.notSaved': 'تعذّر حفظ قرارك',
  'trust.effect.instructions': 'تعليمات للوكلاء',
  'trust.effect.environment': 'متغيرات البيئة',
  'trust.effect.container': 'الحاويات',
  'trust.effect.tools': 'الأدوات ومهام المحرر',
  'trust.effect.hooks': 'خطافات Git (hooks) وتكوينه',
  'trust.effect.scripts': 'البرامج النصية وملفات البناء',
  'trust.list': 'المجلدات الموثوقة',
  'trust.listSummary': 'المجلدات التي وثقت بها أو قررت عدم الوثوق بها. إذا أزلت أحدها، يسألك Gatehouse عنه مرة أخرى.',
  'trust.listEmpty': 'لم تتخذ قرارًا بشأن أي مجلد بعد.',
  'trust.decided': '{who} · {time}',
  'trust.trusted': 'موثوق',
  'trust.untrusted': 'غير موثوق',
  'trust.removeFolder': 'إزالة القرار بشأن {folder}',
  'trust.removed': 'أُزيل. ستُسأل عن المجلد مرة أخرى.',
} as const satisfies Catalog;
