// German messages: Settings, Keyboard shortcuts.
import type { Catalog } from '../languages.ts';

export const shortcuts = {
  'shortcuts.title': 'Tastenkürzel',
  'shortcuts.summary.browser':
    'Dies sind die Tastenkürzel in diesem Browser. Die Desktop-App kann einige weitere Tasten verwenden, etwa die für einen neuen Tab.',
  'shortcuts.summary.desktop':
    'Dies sind die Tastenkürzel in der Desktop-App. In einem Browser werden die Tasten ersetzt, die er sich selbst vorbehält.',
  'shortcuts.search': 'Nach Name oder Tasten suchen',
  'shortcuts.noMatch': 'Kein Tastenkürzel entspricht der Suche.',
  'shortcuts.resetAll': 'Alle zurücksetzen',
  'shortcuts.resetAllTitle': 'Alle Tastenkürzel zurücksetzen?',
  'shortcuts.resetAllText': 'Eigene Tastenkürzel werden entfernt, und die Standards gelten wieder.',
  'shortcuts.conflicts': '{count, plural, one {# Konflikt} other {# Konflikte}}',
  'shortcuts.showConflicts': 'Nur Konflikte anzeigen',
  'shortcuts.none': 'Keines',
  'shortcuts.press': 'Tasten drücken…',
  'shortcuts.change': 'Tastenkürzel für „{command}“ ändern',
  'shortcuts.add': 'Tastenkürzel für „{command}“ hinzufügen',
  'shortcuts.remove': 'Tastenkürzel für „{command}“ entfernen',
  'shortcuts.reset': 'Tastenkürzel für „{command}“ zurücksetzen',
  'shortcuts.notSaved': 'Tastenkürzel konnte nicht gespeichert werden. Es gilt hier bis zum Neuladen.',
  'shortcuts.conflict': 'Auch verwendet von {commands}.',
  'shortcuts.reserved': 'Der Browser behält sich {keys} selbst vor, daher funktioniert es hier nicht.',
  'shortcuts.needsModifier':
    '{mod} oder {alt} zusammen mit einer anderen Taste verwenden. Eine einzelne Taste würde in Textfelder eingegeben.',
  'shortcuts.where.terminal': 'In Terminals',
  'shortcuts.where.focus': 'Bei Fokus',
  'shortcuts.fixed': 'Nicht änderbar',
} as const satisfies Catalog;
