// German messages: desktop notifications, and their settings.
import type { Catalog } from '../languages.ts';

export const notifications = {
  'notifications.approval.command': 'Braucht Ihre Freigabe, um einen Befehl auszuführen',
  'notifications.approval.file': 'Braucht Ihre Freigabe, um eine Datei zu ändern',
  'notifications.approval.other': 'Braucht Ihre Freigabe',
  'notifications.question': 'Hat eine Frage an Sie',
  'notifications.quota': 'Wartet, bis das Limit eines Anbieters zurückgesetzt wird',
  'notifications.budget': 'Durch ein Budget pausiert',
  'notifications.finished': 'Fertig',
  'notifications.failed': 'Fehlgeschlagen',
  'notifications.many.decisions': '{count, plural, one {# Anfrage wartet auf Sie} other {# Anfragen warten auf Sie}}',
  'notifications.many.decisions.text': 'Die Agenten warten auf Ihre Antworten.',
  'notifications.many.results': '{count, plural, one {# neues Ergebnis} other {# neue Ergebnisse}}',
  'notifications.many.results.text': 'In mehreren Sitzungen sind Läufe zu Ende gegangen.',

  'notifications.here': 'Dieser Browser',
  'notifications.here.app': 'Dieser Computer',
  'notifications.show': 'Benachrichtigungen anzeigen',
  'notifications.show.default': 'Aus. Beim Einschalten fragt der Browser nach der Berechtigung.',
  'notifications.show.granted': 'Ein, außer für Sitzungen, die im aktiven Fenster geöffnet sind.',
  'notifications.show.denied':
    'Vom Browser blockiert. Die Website-Einstellungen neben der Adressleiste öffnen, Benachrichtigungen zulassen und diese Seite neu laden.',
  'notifications.show.unsupported':
    'Dieser Browser kann für diese Seite keine Benachrichtigungen anzeigen. Die Desktop-App oder einen Browser auf einem Computer verwenden.',
  'notifications.show.shell':
    'Ein, außer für Sitzungen, die im aktiven Fenster geöffnet sind. Erscheinen keine Benachrichtigungen, sie in den Systemeinstellungen für Gatehouse zulassen.',
  'notifications.allow': 'Benachrichtigungen zulassen…',
  'notifications.allowFailed': 'Die Berechtigung konnte nicht angefragt werden',
  'notifications.test': 'Testbenachrichtigung senden',
  'notifications.test.keywords': 'ausprobieren prüfen berechtigung blockiert test',
  'notifications.test.title': 'Testbenachrichtigung',
  'notifications.test.text': 'So sehen Benachrichtigungen von Gatehouse aus.',

  'notifications.kinds': 'Benachrichtigen über',
  'notifications.kind.approval': 'Freigaben',
  'notifications.kind.approval.hint': 'Ein Agent braucht Ihre Freigabe.',
  'notifications.kind.question': 'Fragen',
  'notifications.kind.question.hint': 'Ein Agent hat eine Frage an Sie.',
  'notifications.kind.budget': 'Budgets und Limits',
  'notifications.kind.budget.hint':
    'Ein Lauf ist durch ein Budget pausiert oder wartet, bis das Limit eines Anbieters zurückgesetzt wird.',
  'notifications.kind.finished': 'Beendete Läufe',
  'notifications.kind.finished.hint': 'Ein Agent ist mit seiner Arbeit fertig.',
  'notifications.kind.failed': 'Fehlgeschlagene Läufe',
  'notifications.kind.failed.hint': 'Ein Lauf hat mit einem Fehler geendet.',
  'notifications.quiet': 'Ruhezeiten',
  'notifications.quiet.hint': 'Keine Benachrichtigungen in diesem Zeitraum. Die Startseite zeigt, was verpasst wurde.',
  'notifications.quiet.off': 'Benachrichtigungen zu jeder Zeit.',
  'notifications.quiet.from': 'Ruhe ab',
  'notifications.quiet.to': 'Ruhe bis',
  'notifications.quiet.keywords': 'nicht stören nacht stille stumm zeit ruhezeit',
  'notifications.content': 'Inhalt',
  'notifications.details': 'Details anzeigen',
  'notifications.details.on':
    'Benachrichtigungen zeigen den Befehl, die Frage, die Antwort oder den Fehler, möglicherweise auch auf dem Sperrbildschirm. Text, der wie ein Geheimnis aussieht, wird verborgen.',
  'notifications.details.off': 'Benachrichtigungen zeigen nur den Titel der Sitzung und was geschehen ist.',
  'notifications.details.keywords': 'datenschutz privatsphäre sperrbildschirm vorschau befehl inhalt',
} as const satisfies Catalog;
