// Arabic messages: the desktop shell, its tray, menus, and dialogs.
import type { Catalog } from '../languages.ts';

export const shell = {
  'shell.tray.open': 'فتح Gatehouse',
  'shell.tray.newSession': 'جلسة جديدة…',
  'shell.tray.quit': 'إنهاء',
  'shell.tray.waiting':
    '{count, plural, zero {# طلب معلّق} one {طلب معلّق واحد} two {طلبان معلّقان} few {# طلبات معلّقة} many {# طلبًا معلّقًا} other {# طلب معلّق}}',
  'shell.tray.limited': '{title} (بانتظار إعادة تعيين حد)',
  'shell.tray.running':
    '{count, plural, zero {# جلسة قيد التشغيل} one {جلسة واحدة قيد التشغيل} two {جلستان قيد التشغيل} few {# جلسات قيد التشغيل} many {# جلسة قيد التشغيل} other {# جلسة قيد التشغيل}}',
  'shell.tray.approvals':
    '{count, plural, zero {# موافقة معلّقة} one {موافقة معلّقة واحدة} two {موافقتان معلّقتان} few {# موافقات معلّقة} many {# موافقة معلّقة} other {# موافقة معلّقة}}',
  'shell.tray.noneWaiting': 'لا توجد طلبات معلّقة',
  'shell.tray.review': 'مراجعة…',
  'shell.tray.openSession': 'فتح الجلسة',
  'shell.tray.command': 'يطلب {agent}: {command}',
  'shell.tray.device': 'يطلب {name} على {address}: {scopes}',
  'shell.tray.more':
    '{count, plural, zero {# آخر…} one {واحد آخر…} two {اثنان آخران…} few {# أخرى…} many {# أخرى…} other {# أخرى…}}',
  'shell.menu.file': 'ملف',
  'shell.menu.newSession': 'جلسة جديدة',
  'shell.menu.settings': 'الإعدادات…',
  'shell.menu.view': 'عرض',
  'shell.menu.sessions': 'الجلسات',
  'shell.menu.approvals': 'الموافقات',
  'shell.quit.title':
    '{count, plural, zero {لا تزال # جلسة قيد التشغيل} one {لا تزال جلسة واحدة قيد التشغيل} two {لا تزال جلستان قيد التشغيل} few {لا تزال # جلسات قيد التشغيل} many {لا تزال # جلسة قيد التشغيل} other {لا تزال # جلسة قيد التشغيل}}',
  'shell.quit.more':
    '{count, plural, zero {و# أخرى} one {وواحدة أخرى} two {واثنتان أخريان} few {و# أخرى} many {و# أخرى} other {و# أخرى}}',
  'shell.quit.text': 'إذا أنهيت التطبيق الآن، فستنقطع الجلسات قيد التشغيل. يمكنك متابعتها بعد إعادة تشغيل Gatehouse.',
  'shell.quit.quit': 'إنهاء',
  'shell.quit.keepRunning': 'مواصلة التشغيل',
  'shell.login.notInstalled': 'يُفتح Gatehouse عند تسجيل الدخول بمجرد تثبيته.',
  'shell.login.failed': 'تعذّرت إضافة Gatehouse إلى البرامج التي تُفتح عند تسجيل الدخول: {reason}',
  'shell.startFailed': 'تعذّر بدء Gatehouse',
} as const satisfies Catalog;
