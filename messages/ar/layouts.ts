// Arabic messages: saved layouts of session panes.
import type { Catalog } from '../languages.ts';

export const layouts = {
  'layouts.title': 'تخطيطات اللوحات',
  'layouts.saveTitle': 'حفظ تخطيط اللوحات',
  'layouts.save': 'حفظ تخطيط اللوحات…',
  'layouts.saveText': 'يحفظ اللوحات الحالية مع جلساتها لتتمكن من فتحها مرة أخرى.',
  'layouts.name': 'الاسم',
  'layouts.exists': 'يوجد تخطيط بهذا الاسم. سيتم استبداله.',
  'layouts.taken': 'يوجد تخطيط آخر بهذا الاسم.',
  'layouts.replace': 'استبدال',
  'layouts.manage': 'إدارة تخطيطات اللوحات…',
  'layouts.none': 'لا توجد تخطيطات محفوظة',
  'layouts.noneText': 'احفظ اللوحات الحالية من قائمة أي لوحة.',
  'layouts.count':
    '{count, plural, zero {# لوحة} one {لوحة واحدة} two {لوحتان} few {# لوحات} many {# لوحة} other {# لوحة}}',
  'layouts.countCurrent':
    '{count, plural, zero {# لوحة} one {لوحة واحدة} two {لوحتان} few {# لوحات} many {# لوحة} other {# لوحة}} · الحالي',
  'layouts.apply': 'فتح',
  'layouts.rename': 'إعادة تسمية',
  'layouts.renameNamed': 'إعادة تسمية «{name}»',
  'layouts.updateNamed': 'تحديث «{name}» حسب اللوحات الحالية',
  'layouts.deleteNamed': 'حذف «{name}»',
  'layouts.applied': 'تم فتح التخطيط «{name}»',
  'layouts.saved': 'تم حفظ التخطيط «{name}»',
  'layouts.updated': 'تم تحديث التخطيط «{name}»',
  'layouts.deleted': 'تم حذف التخطيط «{name}»',
  'layouts.openNamed': 'فتح التخطيط «{name}»',
} as const satisfies Catalog;
