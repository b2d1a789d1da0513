// Arabic messages: API keys for other programs.
import type { Catalog } from '../languages.ts';

export const apiKeys = {
  'apiKeys.title': 'مفاتيح API',
  'apiKeys.summary': 'للبرامج التي تستخدم هذه البوابة. لكل مفتاح نطاقه وحد معدله.',
  'apiKeys.loading': 'جارٍ تحميل مفاتيح API',
  'apiKeys.loadFailed': 'تعذّر تحميل مفاتيح API',
  'apiKeys.none': 'لا توجد مفاتيح API',
  'apiKeys.noneText':
    'باستخدام مفتاح، يمكن لبرنامج استخدام وكيل كنموذج على <code>{url}</code>، أو استدعاء البوابة مباشرةً. راجع «الإعدادات» ← «البوابة».',
  'apiKeys.facts':
    '{scopes} · {limit, plural, zero {# طلب في الدقيقة} one {طلب واحد في الدقيقة} two {طلبان في الدقيقة} few {# طلبات في الدقيقة} many {# طلبًا في الدقيقة} other {# طلب في الدقيقة}} · {used}',
  'apiKeys.neverUsed': 'لم يُستخدم قط',
  'apiKeys.lastUsed': 'آخر استخدام {time}',
  'apiKeys.expired': 'منتهي الصلاحية',
  'apiKeys.createdBy': 'أنشأه {name}',
  'apiKeys.revoke': 'إبطال {name}',
  'apiKeys.revokeTitle': 'هل تريد إبطال {name}؟',
  'apiKeys.revokeText':
    'ينقطع فورًا اتصال البرامج التي تستخدم هذا المفتاح، أو مفتاحًا أُنشئ به. لا يمكن التراجع عن هذا الإجراء.',
  'apiKeys.revokeKey': 'إبطال المفتاح',
  'apiKeys.revokeFailed': 'تعذّر إبطال المفتاح',
  'apiKeys.new': 'مفتاح جديد',
  'apiKeys.newTitle': 'مفتاح API جديد',
  'apiKeys.name': 'الاسم',
  'apiKeys.nameHint': 'البرنامج الذي سيستخدمه.',
  'apiKeys.scope': 'النطاق',
  'apiKeys.scope.read': 'قراءة',
  'apiKeys.scope.read.hint': 'الجلسات والمقاييس والنماذج',
  'apiKeys.scope.write': 'استخدام الوكلاء',
  'apiKeys.scope.write.hint': 'إرسال الرسائل واستخدام واجهة API المتوافقة مع OpenAI',
  'apiKeys.scope.admin': 'وصول كامل',
  'apiKeys.scope.admin.hint': 'يشمل الإعدادات والملفات',
  'apiKeys.expires': 'انتهاء الصلاحية',
  'apiKeys.expires.never': 'أبدًا',
  'apiKeys.create': 'إنشاء المفتاح',
  'apiKeys.createFailed': 'تعذّر إنشاء المفتاح',
  'apiKeys.done': 'تم',
  'apiKeys.copyNow': 'انسخ هذا المفتاح الآن. لن تتمكن من رؤيته مرة أخرى.',
} as const satisfies Catalog;
