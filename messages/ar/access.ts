// Arabic messages: requests for access, devices, nodes, and sensitive calls that a person confirms.
import type { Catalog } from '../languages.ts';

export const access = {
  'access.approve': 'موافقة',
  'access.deny': 'رفض',
  'access.later': 'اتخاذ القرار لاحقًا',
  'access.more': '{count, number} أخرى',
  'access.answerFailed': 'تعذّر إرسال إجابتك',
  'access.code': 'رمز التحقق <code>{code}</code>. تأكد من أن الجهاز يعرض الرمز نفسه.',
  'access.from': 'من {address}',

  'access.device.title': 'جهاز جديد يطلب الوصول',
  'access.device.titleMore': 'جهاز معروف يطلب المزيد من الأذونات',
  'access.device.unnamed': 'جهاز بلا اسم',
  'access.device.scopes': 'المطلوب: {scopes}.',
  'access.device.node': 'المطلوب: تشغيل الأوامر للوكلاء كعقدة.',
  'access.device.allowed': 'مُنح {name} حق الوصول',
  'access.device.denied': 'رُفض وصول {name}',

  'access.node.title': 'عقدة تطلب إمكانات',
  'access.node.commands': 'يمكن للوكلاء استخدام: {commands}.',
  'access.node.noCommands': 'لا تقدّم أي أوامر.',
  'access.node.allowed': 'تمت الموافقة على {name} كعقدة',

  'access.proof.title': 'تأكيد هذا الإجراء',
  'access.proof.actor': 'بواسطة {actor}',
  'access.proof.hint': 'وافق فقط إذا كنت قد بدأته للتو.',
  'access.proof.allowed': 'أُكّد مرة واحدة',
  'access.proof.denied': 'مرفوض',

  'access.scope.admin': 'وصول كامل، بما في ذلك الإعدادات والملفات',
  'access.scope.read': 'قراءة الجلسات والإعدادات',
  'access.scope.write': 'إرسال الرسائل وتغيير الجلسات',
  'access.scope.approvals': 'الإجابة عن طلبات الموافقة',
  'access.scope.questions': 'الإجابة عن الأسئلة',
  'access.scope.pairing': 'إدارة الأجهزة',
  'access.scope.talk': 'استخدام الصوت',
  'access.scope.talkSecrets': 'قراءة مفاتيح خدمة الصوت',
  'access.scope.none': 'بلا أذونات',
} as const satisfies Catalog;
