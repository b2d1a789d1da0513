// German messages: the queue of runs, on Home, in session panes and the sidebar.
import type { Catalog } from '../languages.ts';

export const runQueue = {
  'runQueue.title': 'In Warteschlange',
  'runQueue.summary':
    '{active, plural, one {# Lauf ist aktiv} other {# Läufe sind aktiv}}; das Limit ist {limit, number}.',
  'runQueue.summaryMemory':
    'Nur {limit, plural, one {# Lauf} other {# Läufe}} gleichzeitig statt {configured, number}, weil auf diesem Computer der Arbeitsspeicher knapp ist.',
  'runQueue.changeLimit': 'Limit ändern',
  'runQueue.untitled': 'Sitzung ohne Titel',
  'runQueue.position': '{position, selectordinal, other {Platz # in der Warteschlange}}',
  'runQueue.resuming': 'Wird fortgesetzt',
  'runQueue.reason.limit': '{active, plural, one {# Lauf ist aktiv} other {# Läufe sind aktiv}}, das ist das Limit',
  'runQueue.reason.user-limit': 'von Ihren Läufen sind so viele aktiv wie zugelassen',
  'runQueue.reason.memory': 'auf diesem Computer ist der Arbeitsspeicher knapp',
  'runQueue.waiting': 'Wartet: {position}, {reason}. Der Lauf startet automatisch.',
  'runQueue.waitingAny': 'Wartet auf das Ende anderer Läufe. Der Lauf startet automatisch.',
  'runQueue.state': 'In Warteschlange',
  'runQueue.moveFirst': 'Ganz nach vorn',
  'runQueue.moveUp': 'Nach oben',
  'runQueue.moveDown': 'Nach unten',
  'runQueue.cancel': 'Lauf abbrechen',
  'runQueue.moveFailed': 'Lauf konnte nicht verschoben werden',
  'runQueue.cancelFailed': 'Lauf konnte nicht abgebrochen werden',
  'runQueue.keys': 'Zum Umordnen ziehen oder Alt mit der Pfeiltaste nach oben oder unten drücken',
} as const satisfies Catalog;
