// Arabic messages: push messages to this device.
import type { Catalog } from '../languages.ts';

export const push = {
  'push.title': 'الإشعارات الفورية',
  'push.show': 'الإشعارات الفورية على هذا الجهاز',
  'push.off':
    'متوقفة. فعّلها لتلقّي إشعارات بالموافقات المعلّقة على هذا الجهاز أثناء إغلاق Gatehouse. تُرسل الإشعارات عبر خدمة الإشعارات الفورية لمورّد متصفحك، مشفّرة بحيث لا يمكن إلا لهذا الجهاز قراءتها. يعرف المورّد متى يُرسل إشعار، وعنوان IP لبوابتك. يذكر الإشعار أن هناك موافقة معلّقة، ولا يذكر الأمر أبدًا.',
  'push.on': 'مفعّلة عبر {service}. تتوقف عند تسجيل الخروج هنا أو إبطال وصول هذا الجهاز.',
  'push.unsupported': 'لا يدعم هذا المتصفح الإشعارات الفورية في هذه الصفحة. على iPhone أو iPad، ثبّت التطبيق أولًا.',
  'push.turnOn': 'تفعيل…',
  'push.turnOff': 'إيقاف',
  'push.test': 'إرسال إشعار فوري تجريبي',
  'push.testSent': 'أُرسل الإشعار التجريبي',
  'push.failed': 'تعذّر تغيير الإشعارات الفورية',
  'push.testFailed': 'تعذّر إرسال إشعار تجريبي',
  'push.denied': 'الإشعارات محظورة. اسمح بها لهذه الصفحة في إعدادات متصفحك.',
  'push.notStored': 'ليس لدى البوابة اشتراك لهذا الجهاز. أوقف الإشعارات الفورية ثم فعّلها من جديد.',
  'push.deliveries': 'سجل التسليم',
  'push.delivery.window': 'عرض في التطبيق النشط',
  'push.delivery.desktop': 'إشعار سطح المكتب',
  'push.delivery.phone': 'إشعار فوري',
  'push.delivery.channel': 'رسالة دردشة',
  'push.delivery.sent': '{time}: {way}',
  'push.delivery.sentTo': '{time}: {way} عبر {target}',
  'push.delivery.failed': '{time}: {way} – فشل: {problem}',
  'push.delivery.skipped.focused': '{time}: {way} – تأجيل لأنك كنت تستخدم التطبيق',
  'push.delivery.skipped.quiet': '{time}: {way} – تأجيل حتى نهاية ساعات الهدوء',
  'push.delivery.skipped.nobody': '{time}: {way} – دون إرسال، لعدم وجود جهاز أو تطبيق يمكنه استلامه',
} as const satisfies Catalog;
