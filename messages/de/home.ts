// German messages: the home page.
import type { Catalog } from '../languages.ts';

export const home = {
  'home.title': 'Startseite',
  'home.heading.approvals':
    '{count, plural, one {# Freigabe wartet auf Ihre Entscheidung} other {# Freigaben warten auf Ihre Entscheidung}}',
  'home.heading.questions':
    '{count, plural, one {# Frage wartet auf Ihre Antwort} other {# Fragen warten auf Ihre Antwort}}',
  'home.heading.running': '{count, plural, one {# Sitzung läuft} other {# Sitzungen laufen}}',
  'home.heading.idle': 'Was möchten Sie tun?',
  'home.loadFailed': 'Sitzungen konnten nicht geladen werden',
  'home.needsYou': 'Wartet auf Sie',
  'home.newResults': 'Neue Ergebnisse',
  'home.markAllRead': 'Alle als gelesen markieren',
  'home.running': 'Laufend',
  'home.recent': 'Zuletzt verwendet',
  'home.errors': 'Fehler',
  'home.openLogs': 'Protokolle öffnen',
  'home.activeAgents': 'Aktive Agenten',
  'home.stats.needsYou': 'Warten auf Sie',
  'home.stats.running': 'Laufend',
  'home.stats.queued': 'In Warteschlange',
  'home.stats.results': 'Neue Ergebnisse',
  'home.stats.failed': 'Fehlgeschlagen',
  'home.allSessions': 'Alle Sitzungen',
  'home.suggestions': 'Vorschläge zum Ausprobieren',
  'home.connectPhone': 'Smartphone verbinden',
  'home.recentEmpty': 'Hier erscheinen die zuletzt verwendeten Sitzungen.',

  'home.task.label': 'Neue Aufgabe',
  'home.task.placeholder': 'Aufgabe beschreiben, um eine neue Sitzung zu starten',
  'home.task.start': 'Sitzung starten',

  'home.automaticModel': 'Verwendet {model}, weil kein Modell gewählt ist.',
  'home.chooseModel': 'Modell auswählen',
  'home.moreApprovals': '{count, number} weitere unter „Freigaben“',
  'home.answer': 'Antworten',
  'home.review': 'Prüfen…',
  'home.expires': '{session} · wird in {time} automatisch abgelehnt',

  'home.state.unread': 'Neues Ergebnis',
  'home.state.idle': 'Inaktiv',

  'home.usage.label': 'Nutzung',
  'home.usage.today': 'Heute',
  'home.usage.tokens': '{tokens} Token',
  'home.usage.noPrice': 'Preis unbekannt',
  'home.usage.week': 'Letzte 7 Tage',
  'home.usage.total': '{cost} · {tokens} Token',
} as const satisfies Catalog;
