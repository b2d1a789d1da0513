// Arabic messages: the queue of runs on Home, session panes, and the sidebar.
import type { Catalog } from '../languages.ts';

export const runQueue = {
  'runQueue.title': 'قائمة الانتظار',
  'runQueue.summary':
    '{active, plural, zero {# عملية تشغيل نشطة} one {عملية تشغيل نشطة واحدة} two {عمليتا تشغيل نشطتان} few {# عمليات تشغيل نشطة} many {# عملية تشغيل نشطة} other {# عملية تشغيل نشطة}}؛ الحد هو {limit, number}.',
  'runQueue.summaryMemory':
    '{limit, plural, zero {# عملية تشغيل فقط} one {عملية تشغيل واحدة فقط} two {عمليتا تشغيل فقط} few {# عمليات تشغيل فقط} many {# عملية تشغيل فقط} other {# عملية تشغيل فقط}} في الوقت نفسه بدلًا من {configured, number}، لأن ذاكرة هذا الكمبيوتر منخفضة.',
  'runQueue.changeLimit': 'تغيير الحد',
  'runQueue.untitled': 'جلسة بلا عنوان',
  'runQueue.position': '{position, selectordinal, other {الترتيب # في قائمة الانتظار}}',
  'runQueue.resuming': 'متابعة',
  'runQueue.reason.limit':
    '{active, plural, zero {# عملية تشغيل نشطة، وهذا هو الحد} one {عملية تشغيل نشطة واحدة، وهذا هو الحد} two {عمليتا تشغيل نشطتان، وهذا هو الحد} few {# عمليات تشغيل نشطة، وهذا هو الحد} many {# عملية تشغيل نشطة، وهذا هو الحد} other {# عملية تشغيل نشطة، وهذا هو الحد}}',
  'runQueue.reason.user-limit': 'بلغ عدد عمليات تشغيلك النشطة الحد المسموح به',
  'runQueue.reason.memory': 'ذاكرة هذا الكمبيوتر منخفضة',
  'runQueue.waiting': 'قيد الانتظار: {position}، {reason}. يبدأ تلقائيًا.',
  'runQueue.waitingAny': 'بانتظار انتهاء عمليات تشغيل أخرى. يبدأ تلقائيًا.',
  'runQueue.state': 'في قائمة الانتظار',
  'runQueue.moveFirst': 'نقل إلى المقدمة',
  'runQueue.moveUp': 'نقل إلى الأعلى',
  'runQueue.moveDown': 'نقل إلى الأسفل',
  'runQueue.cancel': 'إلغاء التشغيل',
  'runQueue.moveFailed': 'تعذّر نقل التشغيل',
  'runQueue.cancelFailed': 'تعذّر إلغاء التشغيل',
  'runQueue.keys': 'اسحب، أو اضغط على Alt مع مفتاح السهم لأعلى أو لأسفل، لإعادة الترتيب',
} as const satisfies Catalog;
