// Arabic messages: runs that wait for a provider's limit to reset.
import type { Catalog } from '../languages.ts';

export const quota = {
  'quota.title': 'بانتظار إعادة تعيين حد {provider}',
  'quota.text': 'يُستأنف التشغيل تلقائيًا الساعة {time}.',
  'quota.text.long': 'يُستأنف التشغيل تلقائيًا في {time}، أي بعد أكثر من يوم.',
  'quota.remaining': 'إعادة التعيين خلال {time}',
  'quota.continue': 'المتابعة الآن',
  'quota.model': 'استخدام نموذج آخر…',
  'quota.model.title': 'لهذا التشغيل فقط',
  'quota.model.none': 'لا يتوفر نموذج آخر',
  'quota.stop': 'إيقاف',
  'quota.state': 'بانتظار {provider} حتى {time}',
  'quota.heading':
    '{count, plural, zero {# جلسة بانتظار إعادة تعيين حد} one {جلسة واحدة بانتظار إعادة تعيين حد} two {جلستان بانتظار إعادة تعيين حد} few {# جلسات بانتظار إعادة تعيين حد} many {# جلسة بانتظار إعادة تعيين حد} other {# جلسة بانتظار إعادة تعيين حد}}',
  'quota.group': 'بانتظار إعادة تعيين حد',
} as const satisfies Catalog;
