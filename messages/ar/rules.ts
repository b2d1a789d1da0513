// Arabic messages: rules, their proposals, editor, history, revocation, import, and export.
import type { Catalog } from '../languages.ts';

export const rules = {
  'rules.effect': 'التأثير',
  'rules.effect.allow': 'سماح',
  'rules.effect.deny': 'رفض',

  'rules.proposal.label': 'ما الذي يُسمح به',
  'rules.proposal.loading': 'جارٍ البحث عن قواعد مطابقة',
  'rules.proposal.failed': 'تعذّر تحميل الاقتراحات',
  'rules.proposal.many.session':
    '{count, plural, zero {هذه الأوامر (#)} one {هذا الأمر} two {هذان الأمران} few {هذه الأوامر (#)} many {هذه الأوامر (#)} other {هذه الأوامر (#)}} حتى انتهاء هذه الجلسة',
  'rules.proposal.many.workspace':
    '{count, plural, zero {هذه الأوامر (#)} one {هذا الأمر} two {هذان الأمران} few {هذه الأوامر (#)} many {هذه الأوامر (#)} other {هذه الأوامر (#)}} في هذا المجلد',
  'rules.proposal.many.project':
    '{count, plural, zero {هذه الأوامر (#)} one {هذا الأمر} two {هذان الأمران} few {هذه الأوامر (#)} many {هذه الأوامر (#)} other {هذه الأوامر (#)}} في هذا المشروع',
  'rules.proposal.many.agent':
    '{count, plural, zero {هذه الأوامر (#)} one {هذا الأمر} two {هذان الأمران} few {هذه الأوامر (#)} many {هذه الأوامر (#)} other {هذه الأوامر (#)}} في كل مجلدات الوكيل «{agent}»',
  'rules.proposal.many.open.workspace':
    '{count, plural, zero {هذه الأوامر (#)} one {هذا الأمر} two {هذان الأمران} few {هذه الأوامر (#)} many {هذه الأوامر (#)} other {هذه الأوامر (#)}} مع أي ملفات، في هذا المجلد',
  'rules.proposal.many.open.project':
    '{count, plural, zero {هذه الأوامر (#)} one {هذا الأمر} two {هذان الأمران} few {هذه الأوامر (#)} many {هذه الأوامر (#)} other {هذه الأوامر (#)}} مع أي ملفات، في هذا المشروع',
  'rules.proposal.session': '«{command}» حتى انتهاء هذه الجلسة',
  'rules.proposal.workspace': '«{command}» في هذا المجلد',
  'rules.proposal.project': '«{command}» في هذا المشروع',
  'rules.proposal.agent': '«{command}» في كل مجلدات الوكيل «{agent}»',
  'rules.proposal.open.workspace': '«{command}» مع أي ملفات، في هذا المجلد',
  'rules.proposal.open.project': '«{command}» مع أي ملفات، في هذا المشروع',
  'rules.proposal.scope': 'النطاق',
  'rules.proposal.scope.session': 'هذه الجلسة',
  'rules.proposal.scope.workspace': 'هذا المجلد',
  'rules.proposal.scope.project': 'هذا المشروع',
  'rules.proposal.scope.agent': 'كل المجلدات',
  'rules.proposal.rule': 'الأمر {number, number}',
  'rules.proposal.onlyRule': 'الأمر',

  'rules.history.title':
    '{days, plural, zero {خلال آخر # يوم} one {خلال آخر يوم} two {خلال آخر يومين} few {خلال آخر # أيام} many {خلال آخر # يومًا} other {خلال آخر # يوم}}',
  'rules.history.none':
    'لم يتطابق أي أمر خلال آخر {days, plural, zero {# يوم} one {يوم} two {يومين} few {# أيام} many {# يومًا} other {# يوم}}.',
  'rules.history.matched':
    '{count, plural, zero {تطابق # أمر} one {تطابق أمر واحد} two {تطابق أمران} few {تطابقت # أوامر} many {تطابق # أمرًا} other {تطابق # أمر}} خلال آخر {days, plural, zero {# يوم} one {يوم} two {يومين} few {# أيام} many {# يومًا} other {# يوم}}.',
  'rules.history.nowAllowed':
    '{count, plural, zero {كان # منها سيُشغَّل} one {كان واحد منها سيُشغَّل} two {كان اثنان منها سيُشغَّلان} few {كانت # منها ستُشغَّل} many {كان # منها سيُشغَّل} other {كان # منها سيُشغَّل}} دون موافقة.',
  'rules.history.deniedByPerson':
    '{count, plural, zero {رفضت # منها.} one {رفضت واحدًا منها.} two {رفضت اثنين منها.} few {رفضت # منها.} many {رفضت # منها.} other {رفضت # منها.}}',
  'rules.history.nowDenied':
    '{count, plural, zero {كان # منها سيُرفض.} one {كان واحد منها سيُرفض.} two {كان اثنان منها سيُرفضان.} few {كانت # منها ستُرفض.} many {كان # منها سيُرفض.} other {كان # منها سيُرفض.}}',
  'rules.history.partial':
    '{count, plural, zero {لم يُبحث إلا في آخر # أمر.} one {لم يُبحث إلا في آخر أمر.} two {لم يُبحث إلا في آخر أمرين.} few {لم يُبحث إلا في آخر # أوامر.} many {لم يُبحث إلا في آخر # أمرًا.} other {لم يُبحث إلا في آخر # أمر.}}',
  'rules.history.examples': 'أمثلة',
  'rules.history.trying': 'جارٍ البحث في المحفوظات',
  'rules.history.times': '{count, number}×',
  'rules.history.allow': 'مسموح',
  'rules.history.ask': 'طُلبت الموافقة',
  'rules.history.deny': 'مرفوض',
  'rules.history.allowed': 'سمحت به',
  'rules.history.denied': 'رفضته',
  'rules.history.unanswered': 'دون إجابة',
  'rules.history.change': '{before}‏ ← ‏{after}',

  'rules.edit.title': 'تحرير القاعدة',
  'rules.edit.action': 'تحرير',
  'rules.edit.rule': 'تحرير القاعدة {rule}',
  'rules.edit.save': 'حفظ القاعدة',
  'rules.edit.denyHint': 'على سبيل المثال: git push *. تطابق علامة * في النهاية أي وسيطات إضافية.',
  'rules.edit.place': 'أين تسري',
  'rules.edit.place.workspace': 'في {folder}',
  'rules.edit.place.agent': 'في مساحة عمل الوكيل',
  'rules.edit.place.project': 'في المشروع {name}',
  'rules.edit.place.everywhere': 'في كل مجلدات الوكيل',
  'rules.edit.place.session': 'حتى انتهاء جلستها',
  'rules.edit.saved': 'غُيّرت القاعدة',
  'rules.edit.undoFailed': 'تعذّر التراجع عن التغيير',

  'rules.search': 'البحث في القواعد',
  'rules.filter': 'تأثير القواعد',
  'rules.filter.all': 'كل القواعد',
  'rules.filter.allow': 'قواعد السماح',
  'rules.filter.deny': 'قواعد الرفض',
  'rules.noMatch': 'لا توجد قواعد مطابقة',
  'rules.noMatchText': 'جرّب كلمات أقل، أو أظهر كل القواعد.',
  'rules.source.approval': 'من موافقة بواسطة {who}، {date}',
  'rules.source.manual': 'أضافها {who}، {date}',
  'rules.source.import': 'استوردها {who}، {date}',
  'rules.source.policyFile': 'من ملف الموافقات، بواسطة {who}، {date}',
  'rules.source.updated': 'غيّرها {who}، {date}',

  'rules.revoked.title': 'القواعد المُبطَلة',
  'rules.revoked.summary': 'يمكن استعادة القواعد المُبطَلة خلال 30 يومًا.',
  'rules.revoked.facts':
    'أبطلها {who}، {time} · {left, plural, zero {بقي # يوم} one {بقي يوم واحد} two {بقي يومان} few {بقيت # أيام} many {بقي # يومًا} other {بقي # يوم}}',
  'rules.revoked.factsUnknown':
    'أُبطلت {time} · {left, plural, zero {بقي # يوم} one {بقي يوم واحد} two {بقي يومان} few {بقيت # أيام} many {بقي # يومًا} other {بقي # يوم}}',
  'rules.revoked.restore': 'استعادة',
  'rules.revoked.restoreRule': 'استعادة القاعدة {rule}',
  'rules.revoked.restored': 'استُعيدت القاعدة',

  'rules.transfer.menu': 'استيراد القواعد أو تصديرها',
  'rules.transfer.import': 'استيراد…',
  'rules.transfer.export': 'تصدير',
  'rules.transfer.exportFailed': 'تعذّر تصدير القواعد',
  'rules.transfer.title': 'استيراد القواعد',
  'rules.transfer.file': 'ملف القواعد',
  'rules.transfer.ready':
    '{count, plural, =0 {لا يحتوي الملف على قواعد جديدة.} zero {ستُضاف # قاعدة.} one {ستُضاف قاعدة واحدة.} two {ستُضاف قاعدتان.} few {ستُضاف # قواعد.} many {ستُضاف # قاعدة.} other {ستُضاف # قاعدة.}}',
  'rules.transfer.existing':
    '{count, plural, zero {# قاعدة مخزّنة بالفعل.} one {قاعدة واحدة مخزّنة بالفعل.} two {قاعدتان مخزّنتان بالفعل.} few {# قواعد مخزّنة بالفعل.} many {# قاعدة مخزّنة بالفعل.} other {# قاعدة مخزّنة بالفعل.}}',
  'rules.transfer.submit':
    '{count, plural, zero {استيراد # قاعدة} one {استيراد قاعدة واحدة} two {استيراد قاعدتين} few {استيراد # قواعد} many {استيراد # قاعدة} other {استيراد # قاعدة}}',
  'rules.transfer.imported':
    '{count, plural, zero {استُوردت # قاعدة} one {استُوردت قاعدة واحدة} two {استُوردت قاعدتان} few {استُوردت # قواعد} many {استُوردت # قاعدة} other {استُوردت # قاعدة}}',
  'rules.transfer.invalid': 'لا يمكن استيراد هذا الملف',
  'rules.transfer.notJson': 'ليس JSON صالحًا. اختر ملفًا صُدّر من Gatehouse.',
  'rules.transfer.problem': 'القاعدة {number, number} ‏({rule}): {problem}',
} as const satisfies Catalog;
