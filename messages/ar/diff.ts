// Arabic messages: diffs, in tool cards, approvals and the changes view.
import type { Catalog } from '../languages.ts';

export const diff = {
  'diff.showAll':
    '{count, plural, zero {عرض # سطر} one {عرض سطر واحد} two {عرض السطرين} few {عرض كل الأسطر (#)} many {عرض كل الأسطر (#)} other {عرض كل الأسطر (#)}}',
  'diff.changes': 'التغييرات',
  'diff.changesIn': 'التغييرات في {path}',
  'diff.binary': 'ملف ثنائي، لا يُعرض',
  'diff.unchanged':
    '{count, plural, zero {# سطر دون تغيير} one {سطر واحد دون تغيير} two {سطران دون تغيير} few {# أسطر دون تغيير} many {# سطرًا دون تغيير} other {# سطر دون تغيير}}',
  'diff.linesAdded':
    '{count, plural, zero {تمت إضافة # سطر} one {تمت إضافة سطر واحد} two {تمت إضافة سطرين} few {تمت إضافة # أسطر} many {تمت إضافة # سطرًا} other {تمت إضافة # سطر}}',
  'diff.linesRemoved':
    '{count, plural, zero {تمت إزالة # سطر} one {تمت إزالة سطر واحد} two {تمت إزالة سطرين} few {تمت إزالة # أسطر} many {تمت إزالة # سطرًا} other {تمت إزالة # سطر}}',
  'diff.added': 'مضاف:',
  'diff.removed': 'محذوف:',
} as const satisfies Catalog;
