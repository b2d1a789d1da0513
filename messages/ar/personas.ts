// Arabic messages: personas.
import type { Catalog } from '../languages.ts';

export const personas = {
  'personas.title': 'الشخصيات',
  'personas.summary': 'قوالب مطالبات يمكنك اختيارها لجلسة جديدة أو في تفاصيل جلسة.',
  'personas.loading': 'جارٍ تحميل الشخصيات',
  'personas.loadFailed': 'تعذّر تحميل الشخصيات',
  'personas.empty': 'لا توجد شخصيات بعد.',
  'personas.new': 'شخصية جديدة',
  'personas.edit': 'تحرير الشخصية',
  'personas.editNamed': 'تحرير {name}',
  'personas.deleteNamed': 'حذف {name}',
  'personas.deleted': 'حُذفت {name}',
  'personas.deleteFailed': 'تعذّر حذف الشخصية',
  'personas.restoreFailed': 'تعذّرت استعادة الشخصية',
  'personas.name': 'الاسم',
  'personas.template': 'القالب',
  'personas.templateHint':
    "الأسماء بين قوسين معقوفين، مثل '{language}'، هي متغيرات. تُملأ '{date}' و '{project}' و '{branch}' تلقائيًا.",
  'personas.defaultFor': 'القيمة الافتراضية لـ {variable}',
  'personas.persona': 'الشخصية',
  'personas.personaHint': 'جزء من التعليمات بدءًا من الرسالة التالية.',
  'personas.none': 'بلا',
  'personas.gone': '{name} (محذوفة)',
  'personas.use': 'استخدام الشخصية',
  'personas.valuesText': 'أدخل قيمة لكل متغير في هذه الشخصية.',
} as const satisfies Catalog;
