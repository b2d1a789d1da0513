// Arabic messages: approval modes.
import type { Catalog } from '../languages.ts';

export const modes = {
  'modes.title': 'وضع الموافقة',
  'modes.plan': 'إعداد خطة',
  'modes.plan.hint': 'يقرأ فقط، ثم يعرض خطة لتوافق عليها',
  'modes.ask': 'السؤال أولًا',
  'modes.ask.hint': 'يطلب الموافقة على التعديلات وعلى الأوامر التي لا تسمح بها أي قاعدة',
  'modes.accept-edits': 'قبول التعديلات',
  'modes.accept-edits.hint': 'يعدّل الملفات في مساحة العمل، ويطلب الموافقة على الأوامر',
  'modes.auto': 'تلقائي',
  'modes.auto.hint': 'مثل «قبول التعديلات»، لكن نموذجًا يراجع الأوامر ويسألك عند الشك',
  'modes.full': 'وصول كامل',
  'modes.full.hint': 'لا يسأل أبدًا. يُنفَّذ كل شيء فورًا.',
  'modes.deny': 'رفض',
  'modes.deny.hint': 'يقرأ الملفات ولا يشغّل إلا الأوامر التي تسمح بها قاعدة. لا يسأل أبدًا.',
  'modes.confirmFull.title': 'هل تريد السماح بالوصول الكامل؟',
  'modes.confirmFull.text':
    'سيشغّل الوكيل كل أمر ويغيّر كل ملف فورًا، بأذوناتك ودون أن يسأل. ينتهي الوصول الكامل بانتهاء هذه الجلسة، ويمكنك إلغاؤه في أي وقت.',
  'modes.confirmFull.allow': 'السماح بالوصول الكامل',
  'modes.label': 'وضع الموافقة: {mode}',
  'modes.hintWithKey': '{hint} (Shift+Tab)',
} as const satisfies Catalog;
