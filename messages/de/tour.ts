// German messages: tour.
import type { Catalog } from '../languages.ts';

export const tour = {
  'tour.label': 'Rundgang',
  'tour.place': '{step, number} von {count, number}',
  'tour.next': 'Weiter',
  'tour.back': 'Zurück',
  'tour.done': 'Fertig',
  'tour.skip': 'Rundgang überspringen',
  'tour.task.title': 'Aufgabe beschreiben',
  'tour.task.text':
    'Beschreiben, was getan werden soll, und darunter Ordner, Modell und Freigabemodus auswählen. „An mehrere senden…“ gibt dieselbe Aufgabe mehreren Agenten zugleich.',
  'tour.sessions.title': 'Agenten beim Arbeiten zusehen',
  'tour.sessions.text':
    'Jede Aufgabe ist eine Sitzung. Sitzungen lassen sich nebeneinander ziehen, um mehrere gleichzeitig zu verfolgen. Weitere Nachrichten sind auch möglich, während ein Agent arbeitet.',
  'tour.approvals.title': 'Entscheiden, was sie dürfen',
  'tour.approvals.text':
    'Agenten fragen, bevor sie Dateien ändern oder Befehle ausführen, die keine Regel zulässt. Hier stehen die offenen Anfragen aller Sitzungen.',
  'tour.palette.title': 'Alles finden',
  'tour.palette.text': '{keys} öffnet die Suche nach allen Befehlen, Sitzungen, Projekten und Dateien.',
  'tour.settings.title': 'Nach Wunsch einrichten',
  'tour.settings.text':
    'Modellanbieter, ein Smartphone oder andere Geräte verbinden sowie Darstellung und Tastenkürzel anpassen.',
} as const satisfies Catalog;
