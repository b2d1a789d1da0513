// Arabic messages: push messages to this device.
import type { Catalog } from '../languages.ts';

export const push = {
  'push.title': 'الرسائل الفورية',
  'push.show': 'الرسائل الفورية على هذا الجهاز',
  'push.off':
    'متوقفة. عند تشغيلها، يُبلَّغ هذا الجهاز بالموافقات المعلّقة أثناء إغلاق Gatehouse. تمر الرسالة عبر خدمة الرسائل الفورية لمورّد متصفحك، مشفّرة بحيث لا يمكن إلا لهذا الجهاز قراءتها. يعرف المورّد متى تُرسل الرسالة، وعنوان بوابتك. تذكر الرسالة أن هناك موافقة معلّقة، ولا تذكر الأمر أبدًا.',
  'push.on': 'مفعّلة عبر {service}. تنتهي عند تسجيل الخروج هنا أو إبطال وصول هذا الجهاز.',
  'push.unsupported': 'لا يدعم هذا المتصفح الرسائل الفورية لهذه الصفحة. على iPhone أو iPad، ثبّت التطبيق أولًا.',
  'push.turnOn': 'تفعيل…',
  'push.turnOff': 'إيقاف',
  'push.test': 'إرسال رسالة تجريبية',
  'push.testSent': 'أُرسلت الرسالة التجريبية',
  'push.failed': 'تعذّر تغيير الرسائل الفورية',
  'push.testFailed': 'تعذّر إرسال رسالة تجريبية',
  'push.denied': 'الإشعارات محظورة في إعدادات هذا المتصفح.',
  'push.notStored': 'لا يمكن إرسال أي رسالة فورية: ليس لهذا الجهاز اشتراك. أوقف الرسائل الفورية ثم فعّلها من جديد.',
  'push.deliveries': 'سجل الإبلاغ',
  'push.delivery.window': 'عرض في التطبيق النشط',
  'push.delivery.desktop': 'إشعار سطح المكتب',
  'push.delivery.phone': 'رسالة فورية',
  'push.delivery.channel': 'رسالة دردشة',
  'push.delivery.sent': '{time}: {way}',
  'push.delivery.sentTo': '{time}: {way} عبر {target}',
  'push.delivery.failed': '{time}: {way} – فشل: {problem}',
  'push.delivery.skipped.focused': '{time}: {way} – تأجيل أثناء استخدامك للتطبيق',
  'push.delivery.skipped.quiet': '{time}: {way} – تأجيل حتى نهاية ساعات الهدوء',
  'push.delivery.skipped.nobody': '{time}: {way} – دون إرسال، لعدم وجود جهاز أو تطبيق يمكنه التلقّي',
} as const satisfies Catalog;
