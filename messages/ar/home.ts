// Arabic messages: the home page.
import type { Catalog } from '../languages.ts';

export const home = {
  'home.title': 'الصفحة الرئيسية',
  'home.heading.approvals':
    '{count, plural, zero {# طلب موافقة ينتظر قرارك} one {طلب موافقة واحد ينتظر قرارك} two {طلبا موافقة ينتظران قرارك} few {# طلبات موافقة تنتظر قرارك} many {# طلب موافقة ينتظر قرارك} other {# طلب موافقة ينتظر قرارك}}',
  'home.heading.questions':
    '{count, plural, zero {# سؤال ينتظر إجابتك} one {سؤال واحد ينتظر إجابتك} two {سؤالان ينتظران إجابتك} few {# أسئلة تنتظر إجابتك} many {# سؤالًا ينتظر إجابتك} other {# سؤال ينتظر إجابتك}}',
  'home.heading.running':
    '{count, plural, zero {# جلسة قيد التشغيل} one {جلسة واحدة قيد التشغيل} two {جلستان قيد التشغيل} few {# جلسات قيد التشغيل} many {# جلسة قيد التشغيل} other {# جلسة قيد التشغيل}}',
  'home.heading.idle': 'ماذا تريد أن تفعل؟',
  'home.loadFailed': 'تعذّر تحميل جلساتك',
  'home.needsYou': 'بانتظارك',
  'home.newResults': 'نتائج جديدة',
  'home.markAllRead': 'تمييز الكل كمقروء',
  'home.running': 'قيد التشغيل',
  'home.recent': 'الأخيرة',
  'home.errors': 'الأخطاء',
  'home.openLogs': 'فتح السجلات',
  'home.activeAgents': 'الوكلاء النشطون',
  'home.stats.needsYou': 'بانتظارك',
  'home.stats.running': 'قيد التشغيل',
  'home.stats.queued': 'في قائمة الانتظار',
  'home.stats.results': 'نتائج جديدة',
  'home.stats.failed': 'فشلت',
  'home.allSessions': 'كل الجلسات',
  'home.suggestions': 'جرّب أحد هذه الاقتراحات',
  'home.connectPhone': 'توصيل هاتفك',
  'home.recentEmpty': 'ستظهر جلساتك الأخيرة هنا.',

  'home.task.label': 'مهمة جديدة',
  'home.task.placeholder': 'صِف مهمة لبدء جلسة جديدة',
  'home.task.start': 'بدء الجلسة',

  'home.automaticModel': 'يُستخدم {model} لعدم اختيار نموذج.',
  'home.chooseModel': 'اختيار نموذج',
  'home.moreApprovals': '{count, number} أخرى في الموافقات',
  'home.answer': 'إجابة',
  'home.review': 'مراجعة…',
  'home.expires': '{session} · يُرفض تلقائيًا خلال {time}',

  'home.state.unread': 'نتيجة جديدة',
  'home.state.idle': 'خاملة',

  'home.usage.label': 'الاستخدام',
  'home.usage.today': 'اليوم',
  'home.usage.tokens': '{tokens} رمز مميز',
  'home.usage.noPrice': 'السعر غير معروف',
  'home.usage.week': 'آخر 7 أيام',
  'home.usage.total': '{cost} · {tokens} رمز مميز',
} as const satisfies Catalog;
