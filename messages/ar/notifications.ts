// Arabic messages: desktop notifications, and their settings.
import type { Catalog } from '../languages.ts';

export const notifications = {
  'notifications.approval.command': 'يحتاج إلى موافقتك لتشغيل أمر',
  'notifications.approval.file': 'يحتاج إلى موافقتك لتغيير ملف',
  'notifications.approval.other': 'يحتاج إلى موافقتك',
  'notifications.question': 'لديه سؤال لك',
  'notifications.quota': 'بانتظار إعادة تعيين حد أحد المزوّدين',
  'notifications.budget': 'توقف مؤقتًا عند حد الميزانية',
  'notifications.finished': 'انتهى',
  'notifications.failed': 'فشل',
  'notifications.many.decisions':
    '{count, plural, zero {# طلب يحتاج إليك} one {طلب واحد يحتاج إليك} two {طلبان يحتاجان إليك} few {# طلبات تحتاج إليك} many {# طلبًا يحتاج إليك} other {# طلب يحتاج إليك}}',
  'notifications.many.decisions.text': 'وكلاؤك بانتظار إجاباتك.',
  'notifications.many.results':
    '{count, plural, zero {# نتيجة جديدة} one {نتيجة جديدة واحدة} two {نتيجتان جديدتان} few {# نتائج جديدة} many {# نتيجة جديدة} other {# نتيجة جديدة}}',
  'notifications.many.results.text': 'انتهت عمليات تشغيل في عدة جلسات.',

  'notifications.here': 'هذا المتصفح',
  'notifications.here.app': 'هذا الكمبيوتر',
  'notifications.show': 'إظهار الإشعارات',
  'notifications.show.default': 'متوقفة. عند تشغيلها، يطلب متصفحك الإذن.',
  'notifications.show.granted': 'مفعّلة، باستثناء الجلسات المفتوحة في النافذة النشطة.',
  'notifications.show.denied':
    'حظرها متصفحك. افتح إعدادات الموقع بجانب شريط العناوين، واسمح بالإشعارات، ثم أعد تحميل هذه الصفحة.',
  'notifications.show.unsupported':
    'لا يمكن لهذا المتصفح إظهار إشعارات لهذه الصفحة. استخدم تطبيق سطح المكتب أو متصفحًا على كمبيوتر.',
  'notifications.show.shell':
    'مفعّلة، باستثناء الجلسات المفتوحة في النافذة النشطة. إذا لم تظهر أي إشعارات، فاسمح بها لـ Gatehouse في إعدادات نظامك.',
  'notifications.allow': 'السماح بالإشعارات…',
  'notifications.allowFailed': 'تعذّر طلب الإذن',
  'notifications.test': 'إرسال إشعار تجريبي',
  'notifications.test.keywords': 'تجربة فحص إذن محظور اختبار',
  'notifications.test.title': 'إشعار تجريبي',
  'notifications.test.text': 'هكذا تبدو الإشعارات من Gatehouse.',

  'notifications.kinds': 'إشعاري بشأن',
  'notifications.kind.approval': 'الموافقات',
  'notifications.kind.approval.hint': 'يحتاج وكيل إلى موافقتك.',
  'notifications.kind.question': 'الأسئلة',
  'notifications.kind.question.hint': 'لدى وكيل سؤال لك.',
  'notifications.kind.budget': 'الميزانيات والحدود',
  'notifications.kind.budget.hint': 'توقف تشغيل مؤقتًا عند حد الميزانية، أو ينتظر إعادة تعيين حد أحد المزوّدين.',
  'notifications.kind.finished': 'عمليات التشغيل المنتهية',
  'notifications.kind.finished.hint': 'أنهى وكيل عمله.',
  'notifications.kind.failed': 'عمليات التشغيل الفاشلة',
  'notifications.kind.failed.hint': 'انتهى تشغيل بخطأ.',
  'notifications.quiet': 'ساعات الهدوء',
  'notifications.quiet.hint': 'لا إشعارات بين هذين الوقتين. تعرض الصفحة الرئيسية ما فاتك.',
  'notifications.quiet.off': 'الإشعارات في أي وقت.',
  'notifications.quiet.from': 'بداية الهدوء',
  'notifications.quiet.to': 'نهاية الهدوء',
  'notifications.quiet.keywords': 'عدم الإزعاج ليل صمت كتم وقت',
  'notifications.content': 'المحتوى',
  'notifications.details': 'إظهار التفاصيل',
  'notifications.details.on':
    'تعرض الإشعارات الأمر أو السؤال أو الإجابة أو الخطأ، وربما على شاشة القفل أيضًا. يُخفى النص الذي يبدو سرّيًا.',
  'notifications.details.off': 'تعرض الإشعارات عنوان الجلسة وما حدث فقط.',
  'notifications.details.keywords': 'خصوصية شاشة القفل معاينة أمر محتوى',
} as const satisfies Catalog;
