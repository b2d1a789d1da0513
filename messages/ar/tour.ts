// Arabic messages: tour.
import type { Catalog } from '../languages.ts';

export const tour = {
  'tour.label': 'جولة تعريفية',
  'tour.place': '{step, number} من {count, number}',
  'tour.next': 'التالي',
  'tour.back': 'السابق',
  'tour.done': 'تم',
  'tour.skip': 'تخطي الجولة',
  'tour.task.title': 'صف مهمة',
  'tour.task.text':
    'اكتب ما ينبغي إنجازه، واختر المجلد والنموذج ووضع الموافقة في الأسفل. يتيح «الإرسال إلى عدة وكلاء…» تكليف عدة وكلاء بالمهمة نفسها في الوقت ذاته.',
  'tour.sessions.title': 'تابع عمل الوكلاء',
  'tour.sessions.text':
    'كل مهمة جلسة. اسحب الجلسات بعضها بجانب بعض لمتابعة عدة جلسات في الوقت نفسه. يمكنك إرسال رسائل أخرى أثناء عمل الوكيل.',
  'tour.approvals.title': 'قرّر ما يُسمح لهم به',
  'tour.approvals.text':
    'يطلب الوكلاء الموافقة قبل تعديل الملفات أو تشغيل أوامر لا تسمح بها أي قاعدة. تجد هنا الطلبات المعلّقة من جميع الجلسات.',
  'tour.palette.title': 'اعثر على أي شيء',
  'tour.palette.text': 'اضغط {keys} للوصول إلى جميع الأوامر والجلسات والمشاريع والملفات.',
  'tour.settings.title': 'خصّصه كما تريد',
  'tour.settings.text': 'صِل مزوّدي النماذج أو هاتفًا أو أجهزة أخرى، وغيّر المظهر واختصارات لوحة المفاتيح.',
} as const satisfies Catalog;
