// Arabic messages: labels of controls that several pages share.
import type { Catalog } from '../languages.ts';

export const controls = {
  'controls.notification': 'إشعار',
  'controls.notifications': 'الإشعارات (F8)',
  'controls.undo': 'تراجع',
  'controls.copied': 'تم النسخ',
  'controls.copyFailed': 'تعذّر النسخ',
  'controls.cancel': 'إلغاء',
  'controls.close': 'إغلاق',
  'controls.dismiss': 'إغلاق',
  'controls.selected': 'محدّد',
  'controls.retry': 'إعادة المحاولة',
  'controls.loading': 'جارٍ التحميل…',
  'controls.clearSearch': 'مسح البحث',
  'controls.save': 'حفظ',
  'controls.edit': 'تحرير',
  'controls.refresh': 'تحديث',
  'controls.remove': 'إزالة',
  'controls.delete': 'حذف',
  'controls.copy': 'نسخ',
  'controls.copyNamed': 'نسخ {name}',
  'controls.copyCommand': 'نسخ الأمر',
  'controls.copyPath': 'نسخ المسار',
  'controls.showAll': 'عرض الكل ({count, number})',
  'controls.showFewer': 'عرض أقل',
  'controls.blankLines':
    '{count, plural, zero {# سطر فارغ} one {سطر فارغ واحد} two {سطران فارغان} few {# أسطر فارغة} many {# سطرًا فارغًا} other {# سطر فارغ}}',
  'controls.spaces':
    '{count, plural, zero {# مسافة} one {مسافة واحدة} two {مسافتان} few {# مسافات} many {# مسافة} other {# مسافة}}',
  'controls.previousMatch': 'المطابقة السابقة',
  'controls.nextMatch': 'المطابقة التالية',
  'controls.matchCase': 'مطابقة حالة الأحرف',
  'controls.matchCount': '{place, number} من {count, number}',
  'controls.closeSearch': 'إغلاق البحث',
} as const satisfies Catalog;
