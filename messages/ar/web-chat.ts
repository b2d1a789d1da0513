// Arabic messages: web chat.
import type { Catalog } from '../languages.ts';

export const webChat = {
  'webChat.placeholder': 'اكتب رسالة',
  'webChat.send': 'إرسال',
  'webChat.attach': 'إرفاق ملف',
  'webChat.empty': 'اكتب رسالة لبدء المحادثة.',
  'webChat.visitor': 'أنت',
  'webChat.typing': 'جارٍ كتابة الرد …',
  'webChat.notice': 'تأتي الردود من ذكاء اصطناعي وقد تكون خاطئة. يستطيع مالك هذه الصفحة قراءة المحادثة.',
  'webChat.gone': 'هذا الرابط غير موجود أو انتهت صلاحيته أو أُلغي. اطلب رابطًا جديدًا.',
  'webChat.offline': 'لا يوجد اتصال. تجري إعادة المحاولة …',
  'webChat.busy': 'رسائل كثيرة جدًا. انتظر بضع دقائق ثم أرسلها مرة أخرى.',
  'webChat.tooLong': 'الرسالة طويلة جدًا. اختصرها ثم أرسلها مرة أخرى.',
  'webChat.fileTooLarge': 'الملف كبير جدًا. الحد الأقصى 2 ميغابايت.',
  'webChat.full': 'يستخدم عدد كبير من الأشخاص هذه الصفحة الآن. حاول مرة أخرى لاحقًا.',
  'webChat.notSent': 'لم تُرسل رسالتك. حاول مرة أخرى.',
  'webChat.deleted': 'حُذفت الرسالة',
  'webChat.download': 'تنزيل',
  'webChat.remove': 'إزالة الملف',
  'webChat.messages': 'الرسائل',
} as const satisfies Catalog;
