// Arabic messages: installing the app in a browser.
import type { Catalog } from '../languages.ts';

export const install = {
  'install.title': 'التثبيت كتطبيق',
  'install.offered': 'يُفتح في نافذة خاصة به، من الشاشة الرئيسية أو سطح المكتب. تبقى الملفات على البوابة.',
  'install.menu':
    'في قائمة المتصفح، اختر «تثبيت التطبيق» أو «إضافة إلى الشاشة الرئيسية». على iPhone أو iPad، تجده في قائمة المشاركة.',
  'install.insecure': 'يجب أن يثق المتصفح بشهادة هذا العنوان أولًا. يصف دليل «الهواتف» في الوثائق ثلاث طرق لإعداد ذلك.',
  'install.installed': 'التطبيق مثبّت بالفعل.',
  'install.install': 'تثبيت',
  'install.done': 'تم التثبيت',
  'install.failed': 'تعذّر تثبيت التطبيق',
} as const satisfies Catalog;
