// German messages: approval modes.
import type { Catalog } from '../languages.ts';

export const modes = {
  'modes.title': 'Freigabemodus',
  'modes.plan': 'Plan',
  'modes.plan.hint': 'Liest nur und legt dann einen Plan zur Freigabe vor',
  'modes.ask': 'Fragen',
  'modes.ask.hint': 'Erfordert eine Freigabe für Änderungen und für Befehle, die keine Regel zulässt',
  'modes.accept-edits': 'Änderungen zulassen',
  'modes.accept-edits.hint': 'Bearbeitet Dateien im Ordner, erfordert eine Freigabe für Befehle',
  'modes.auto': 'Auto',
  'modes.auto.hint': 'Wie „Änderungen zulassen“, aber ein Modell prüft Befehle und fragt im Zweifel nach',
  'modes.full': 'Vollzugriff',
  'modes.full.hint': 'Fragt nie. Alles wird sofort ausgeführt.',
  'modes.deny': 'Ablehnen',
  'modes.deny.hint': 'Liest Dateien und führt nur Befehle aus, die eine Regel zulässt. Fragt nie.',
  'modes.confirmFull.title': 'Vollzugriff zulassen?',
  'modes.confirmFull.text':
    'Der Agent führt jeden Befehl aus und ändert jede Datei sofort, mit Ihren Berechtigungen und ohne zu fragen. Der Vollzugriff endet mit dieser Sitzung und lässt sich jederzeit zurücknehmen.',
  'modes.confirmFull.allow': 'Vollzugriff zulassen',
  'modes.label': 'Freigabemodus: {mode}',
  'modes.hintWithKey': '{hint} (Shift+Tab)',
} as const satisfies Catalog;
