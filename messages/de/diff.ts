// German messages: diff.
import type { Catalog } from '../languages.ts';

export const diff = {
  'diff.showAll': '{count, plural, one {# Zeile anzeigen} other {Alle # Zeilen anzeigen}}',
  'diff.changes': 'Änderungen',
  'diff.changesIn': 'Änderungen in {path}',
  'diff.binary': 'Binärdatei, nicht angezeigt',
  'diff.unchanged': '{count, plural, one {# unveränderte Zeile} other {# unveränderte Zeilen}}',
  'diff.linesAdded': '{count, plural, one {# Zeile hinzugefügt} other {# Zeilen hinzugefügt}}',
  'diff.linesRemoved': '{count, plural, one {# Zeile entfernt} other {# Zeilen entfernt}}',
  'diff.added': 'hinzugefügt:',
  'diff.removed': 'entfernt:',
} as const satisfies Catalog;
