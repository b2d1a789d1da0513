// Arabic messages: updates of the app.
import type { Catalog } from '../languages.ts';

export const updates = {
  'updates.title': 'التحديثات',

  'updates.loadFailed': 'تعذّر تحميل حالة التحديث',
  'updates.version': 'الإصدار {version}',
  'updates.state.unavailable': 'لا يمكن لهذا التثبيت تحديث نفسه.',
  'updates.state.idle': 'لم يُتحقق بعد.',
  'updates.state.checked': 'محدَّث. آخر تحقق {time}.',
  'updates.state.checking': 'جارٍ التحقق…',
  'updates.state.downloading': 'جارٍ تنزيل الإصدار {version}: {percent}',
  'updates.state.ready': 'الإصدار {version} جاهز.',
  'updates.state.installing': 'جارٍ تثبيت الإصدار {version}…',
  'updates.state.failed': 'تعذّر الحصول على تحديث: {problem}',
  'updates.installs.quit': 'سيُثبَّت عند إنهاء Gatehouse.',
  'updates.installs.idle': 'سيُثبَّت بمجرد ألا يكون أي وكيل قيد العمل.',
  'updates.check': 'التحقق الآن',
  'updates.checkFailed': 'تعذّر التحقق من وجود تحديثات',
  'updates.install': 'تثبيت…',
  'updates.installFailed': 'تعذّر تثبيت التحديث',
  'updates.automatic': 'التحقق من وجود تحديثات تلقائيًا',
  'updates.automatic.hint':
    'يتصل بـ {server} عند بدء التشغيل وكل ست ساعات، وينزّل الإصدارات الجديدة. يعرف الخادم عنوان IP الخاص بك وإصدار التطبيق لديك. تُدرج عمليات التحقق ضمن «الشبكة».',
  'updates.channel': 'القناة',
  'updates.channel.hint': 'الإصدارات التجريبية أحدث ولكنها أقل اختبارًا.',
  'updates.channel.stable': 'مستقرة',
  'updates.channel.beta': 'تجريبية',
  'updates.notSaved': 'تعذّر حفظ الإعداد',
  'updates.kept': 'مثبّت الإصدار {version}',
  'updates.kept.hint':
    'للرجوع، أنهِ Gatehouse، وشغّل {file}، واستعد نسخة قاعدة البيانات الاحتياطية المُنشأة قبل التحديث باستخدام «gatehouse backup restore».',
  'updates.kept.copy': 'نسخ المسار',
  'updates.dialog.title': 'تثبيت Gatehouse {version}',
  'updates.dialog.idle': 'لا توجد جلسات قيد التشغيل. يؤدي تثبيت التحديث إلى إعادة تشغيل Gatehouse.',
  'updates.dialog.running':
    'تؤدي إعادة التشغيل الآن إلى إيقاف {count, plural, zero {# جلسة} one {جلسة واحدة} two {جلستين} few {# جلسات} many {# جلسة} other {# جلسة}} قيد التشغيل. يمكنك متابعة العمل فيها بعد ذلك.',
  'updates.dialog.more':
    '{count, plural, zero {و# أخرى} one {وواحدة أخرى} two {واثنتان أخريان} few {و# أخرى} many {و# أخرى} other {و# أخرى}}',
  'updates.dialog.notes': 'ما الجديد',
  'updates.dialog.now': 'إعادة التشغيل الآن',
  'updates.dialog.whenIdle': 'إعادة التشغيل عند الخمول',
  'updates.dialog.later': 'لاحقًا',
  'updates.ready': 'Gatehouse {version} جاهز للتثبيت',
  'updates.ready.show': 'إظهار',
} as const satisfies Catalog;
