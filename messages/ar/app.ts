// Arabic messages: the frame around the pages: navigation, connection, palette, sign-in.
import type { Catalog } from '../languages.ts';

export const app = {
  'app.name': 'Gatehouse',
  'app.pages': 'الصفحات',
  'app.more': 'المزيد',
  'app.skipToContent': 'التخطي إلى المحتوى',
  'app.openingPage': 'جارٍ فتح الصفحة',
  'app.pageWithCount': '{page}، قيد الانتظار: {count, number}',
  'app.approvalsWaiting':
    '{count, plural, zero {# طلب موافقة قيد الانتظار} one {طلب موافقة واحد قيد الانتظار} two {طلبا موافقة قيد الانتظار} few {# طلبات موافقة قيد الانتظار} many {# طلب موافقة قيد الانتظار} other {# طلب موافقة قيد الانتظار}}',
  'app.accessRequests':
    '{count, plural, zero {# طلب وصول} one {طلب وصول واحد} two {طلبا وصول} few {# طلبات وصول} many {# طلب وصول} other {# طلب وصول}}',
  'app.themeNotSaved': 'تعذّر حفظ السمة',

  'app.error.title': 'حدث خطأ في هذه الصفحة',
  'app.error.reload': 'إعادة تحميل الصفحة',

  'app.notFound.title': 'الصفحة غير موجودة',
  'app.notFound.text': 'قد يكون الرابط قديمًا أو مكتوبًا بشكل غير صحيح.',
  'app.notSupported.title': 'غير متاح على هذه البوابة',
  'app.notSupported.text': 'لا تدعم هذه البوابة هذه الميزة. حدِّث Gatehouse على الجهاز الذي تعمل عليه البوابة.',
  'app.notFound.home': 'الانتقال إلى الصفحة الرئيسية',

  'app.connection.gateway': 'البوابة',
  'app.connection.status': 'البوابة: {state}',
  'app.connection.details': 'تفاصيل البوابة، {state}',
  'app.connection.version': 'الإصدار',
  'app.connection.latency': 'زمن الاستجابة',
  'app.connection.sessionsRunning': 'الجلسات قيد التشغيل',
  'app.connection.approvalsWaiting': 'الموافقات المعلّقة',
  'app.connection.connected': 'متصل',
  'app.readOnly.title': 'كُتبت قاعدة البيانات هذه بإصدار أحدث من Gatehouse.',
  'app.readOnly.text':
    'يمكنك قراءة بياناتك وتصديرها، لكن لا يمكن تغيير أي شيء. ثبّت الإصدار الأحدث، أو استعد النسخة الاحتياطية المُنشأة قبل التحديث.',
  'app.connection.connectedLong': 'متصل بالبوابة',
  'app.connection.connecting': 'جارٍ الاتصال',
  'app.connection.connectingLong': 'جارٍ الاتصال بالبوابة…',
  'app.connection.authenticating': 'جارٍ المصادقة',
  'app.connection.authenticatingLong': 'جارٍ تسجيل الدخول إلى البوابة…',
  'app.connection.reconnecting': 'جارٍ إعادة الاتصال',
  'app.connection.retryingNow': 'انقطع الاتصال. جارٍ إعادة المحاولة الآن… تُضاف الرسائل التي ترسلها إلى قائمة الانتظار.',
  'app.connection.retryingIn':
    'انقطع الاتصال. ستُعاد المحاولة خلال {seconds, number} ث. تُضاف الرسائل التي ترسلها إلى قائمة الانتظار.',
  'app.connection.retryNow': 'إعادة المحاولة الآن',
  'app.connection.disconnected': 'غير متصل',
  'app.connection.unreachable': 'تعذّر الوصول إلى البوابة. تأكد من أنها قيد التشغيل.',
  'app.connection.refused': 'تم رفض الوصول',
  'app.connection.stopped': 'الاتصال مغلق.',

  'app.palette.title': 'لوحة الأوامر',
  'app.palette.label': 'البحث في الأوامر والجلسات والمشاريع والرسائل والملفات والإعدادات',
  'app.palette.filesTitle': 'الانتقال إلى ملف',
  'app.palette.filesLabel': 'البحث عن الملفات بالاسم',
  'app.palette.filesHint': 'أدخل حرفين على الأقل من اسم الملف.',
  'app.palette.results': 'النتائج',
  'app.palette.nothing': 'لا توجد نتائج لـ «{query}».',
  'app.palette.archived': 'مؤرشفة',
  'app.palette.deleted': 'محذوفة. افتحها لاستعادتها.',
  'app.palette.inConversation': 'عُثر عليه في الرسائل',
  'app.shortcuts': 'اختصارات لوحة المفاتيح',

  'app.signIn.title': 'تسجيل الدخول إلى Gatehouse',
  'app.signIn.none': 'لم يُسجَّل الدخول في هذا المتصفح. يلزم رابط لتسجيل الدخول.',
  'app.signIn.done': 'تم قبول الرابط، لكن البوابة لا تزال ترفض هذا المتصفح.',
  'app.signIn.expired': 'انتهت صلاحية هذا الرابط أو استُخدم من قبل. يعمل كل رابط مرة واحدة، لمتصفح واحد، خلال خمس دقائق.',
  'app.signIn.failed': 'لم تستجب البوابة. تأكد من أنها لا تزال قيد التشغيل.',
  'app.signIn.newLink': 'الحصول على رابط جديد',
  'app.signIn.where': 'على الجهاز الذي يشغّل Gatehouse، شغّل هذا الأمر في مجلده:',
  'app.signIn.otherBrowser':
    'أو انتقل، في متصفح سُجِّل الدخول فيه بالفعل، إلى الإعدادات ← البوابة ← تسجيل الدخول في متصفح آخر.',
} as const satisfies Catalog;
