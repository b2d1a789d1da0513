// German messages: app.
import type { Catalog } from '../languages.ts';

export const app = {
  'app.name': 'Gatehouse',
  'app.pages': 'Seiten',
  'app.more': 'Mehr',
  'app.skipToContent': 'Zum Inhalt springen',
  'app.openingPage': 'Seite wird geöffnet',
  'app.pageWithCount': '{page}, {count, number} offen',
  'app.approvalsWaiting': '{count, plural, one {# offene Freigabe} other {# offene Freigaben}}',
  'app.accessRequests': '{count, plural, one {# Zugriffsanfrage} other {# Zugriffsanfragen}}',
  'app.themeNotSaved': 'Design konnte nicht gespeichert werden',

  'app.error.title': 'Auf dieser Seite ist ein Fehler aufgetreten',
  'app.error.reload': 'Seite neu laden',

  'app.notFound.title': 'Seite nicht gefunden',
  'app.notFound.text': 'Der Link ist möglicherweise veraltet oder falsch geschrieben.',
  'app.notSupported.title': 'Auf diesem Gateway nicht verfügbar',
  'app.notSupported.text':
    'Dieses Gateway unterstützt die Funktion nicht. Gatehouse auf der Maschine des Gateways aktualisieren.',
  'app.notFound.home': 'Zur Startseite',

  'app.connection.gateway': 'Gateway',
  'app.connection.status': 'Gateway: {state}',
  'app.connection.details': 'Details zum Gateway, {state}',
  'app.connection.version': 'Version',
  'app.connection.latency': 'Latenz',
  'app.connection.sessionsRunning': 'Laufende Sitzungen',
  'app.connection.approvalsWaiting': 'Offene Freigaben',
  'app.connection.connected': 'Verbunden',
  'app.readOnly.title': 'Diese Datenbank wurde von einer neueren Version von Gatehouse geschrieben.',
  'app.readOnly.text':
    'Sie können Ihre Daten lesen und exportieren, aber nichts ändern. Installieren Sie die neuere Version oder stellen Sie das vor dem Update erstellte Backup wieder her.',
  'app.connection.connectedLong': 'Mit dem Gateway verbunden',
  'app.connection.connecting': 'Verbindung wird hergestellt',
  'app.connection.connectingLong': 'Verbindung zum Gateway wird hergestellt…',
  'app.connection.authenticating': 'Anmeldung läuft',
  'app.connection.authenticatingLong': 'Anmeldung am Gateway läuft…',
  'app.connection.reconnecting': 'Verbindung wird wiederhergestellt',
  'app.connection.retryingNow':
    'Verbindung unterbrochen. Neuer Versuch läuft… Gesendete Nachrichten kommen in die Warteschlange.',
  'app.connection.retryingIn':
    'Verbindung unterbrochen. Neuer Versuch in {seconds, number} s. Gesendete Nachrichten kommen in die Warteschlange.',
  'app.connection.retryNow': 'Jetzt versuchen',
  'app.connection.disconnected': 'Getrennt',
  'app.connection.unreachable': 'Gateway nicht erreichbar. Prüfen, ob es läuft.',
  'app.connection.refused': 'Zugriff verweigert',
  'app.connection.stopped': 'Die Verbindung ist geschlossen.',

  'app.palette.title': 'Befehlspalette',
  'app.palette.label': 'Befehle, Sitzungen, Projekte, Nachrichten, Dateien und Einstellungen suchen',
  'app.palette.filesTitle': 'Gehe zu Datei',
  'app.palette.filesLabel': 'Dateien nach Namen suchen',
  'app.palette.filesHint': 'Mindestens zwei Buchstaben des Dateinamens eingeben.',
  'app.palette.results': 'Ergebnisse',
  'app.palette.nothing': 'Keine Ergebnisse für „{query}“.',
  'app.palette.archived': 'Archiviert',
  'app.palette.deleted': 'Gelöscht. Zum Wiederherstellen öffnen.',
  'app.palette.inConversation': 'In Nachrichten gefunden',
  'app.shortcuts': 'Tastenkürzel',

  'app.signIn.title': 'Bei Gatehouse anmelden',
  'app.signIn.none': 'Dieser Browser ist nicht angemeldet. Dafür ist ein Anmeldelink nötig.',
  'app.signIn.done': 'Der Link wurde akzeptiert, aber das Gateway verweigert diesem Browser weiterhin den Zugriff.',
  'app.signIn.expired':
    'Dieser Link ist abgelaufen oder wurde bereits verwendet. Jeder Link gilt einmal, für einen Browser und fünf Minuten lang.',
  'app.signIn.failed': 'Das Gateway hat nicht geantwortet. Prüfen, ob es noch läuft.',
  'app.signIn.newLink': 'Neuen Link anfordern',
  'app.signIn.where': 'Auf der Maschine, auf der Gatehouse läuft, in dessen Ordner Folgendes ausführen:',
  'app.signIn.otherBrowser':
    'Oder in einem bereits angemeldeten Browser Einstellungen → Gateway → Anderen Browser anmelden öffnen.',
} as const satisfies Catalog;
