// Arabic messages: settings, keyboard shortcuts.
import type { Catalog } from '../languages.ts';

export const shortcuts = {
  'shortcuts.title': 'اختصارات لوحة المفاتيح',
  'shortcuts.summary.browser':
    'تسري هذه الاختصارات في هذا المتصفح. يمكن لتطبيق سطح المكتب استخدام بضعة مفاتيح إضافية، مثل مفاتيح علامة التبويب الجديدة.',
  'shortcuts.summary.desktop':
    'تسري هذه الاختصارات في تطبيق سطح المكتب. في المتصفح، تُستبدل المفاتيح التي يحجزها المتصفح.',
  'shortcuts.search': 'البحث بالاسم أو المفاتيح',
  'shortcuts.noMatch': 'لا يوجد اختصار يطابق بحثك.',
  'shortcuts.resetAll': 'إعادة تعيين الكل',
  'shortcuts.resetAllTitle': 'هل تريد إعادة تعيين كل الاختصارات؟',
  'shortcuts.resetAllText': 'تُزال اختصاراتك المخصصة، وتُستعاد الاختصارات الافتراضية.',
  'shortcuts.conflicts':
    '{count, plural, zero {# تعارض} one {تعارض واحد} two {تعارضان} few {# تعارضات} many {# تعارضًا} other {# تعارض}}',
  'shortcuts.showConflicts': 'إظهار التعارضات فقط',
  'shortcuts.none': 'بلا',
  'shortcuts.press': 'اضغط على المفاتيح…',
  'shortcuts.change': 'تغيير اختصار {command}',
  'shortcuts.add': 'إضافة اختصار لـ {command}',
  'shortcuts.remove': 'إزالة اختصارات {command}',
  'shortcuts.reset': 'إعادة تعيين اختصار {command}',
  'shortcuts.notSaved': 'تعذّر حفظ الاختصار. يبقى ساريًا هنا حتى إعادة التحميل.',
  'shortcuts.conflict': 'يُستخدم أيضًا في: {commands}.',
  'shortcuts.reserved': 'يحجز المتصفح {keys}، لذا لا يعمل هنا.',
  'shortcuts.needsModifier': 'استخدم {mod} أو {alt} مع مفتاح آخر. المفتاح وحده سيُكتب في حقول النص.',
  'shortcuts.where.terminal': 'في الوحدات الطرفية',
  'shortcuts.where.focus': 'عند التركيز',
  'shortcuts.fixed': 'لا يمكن تغييره',
} as const satisfies Catalog;
