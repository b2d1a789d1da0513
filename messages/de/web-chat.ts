// German messages: web chat.
import type { Catalog } from '../languages.ts';

export const webChat = {
  'webChat.placeholder': 'Nachricht schreiben',
  'webChat.send': 'Senden',
  'webChat.attach': 'Datei anhängen',
  'webChat.empty': 'Schreiben Sie eine Nachricht, um die Unterhaltung zu beginnen.',
  'webChat.visitor': 'Sie',
  'webChat.typing': 'Schreibt eine Antwort …',
  'webChat.notice':
    'Die Antworten kommen von einer KI und können falsch sein. Der Inhaber dieser Seite kann die Unterhaltung lesen.',
  'webChat.gone': 'Diesen Link gibt es nicht, er ist abgelaufen oder er wurde widerrufen. Bitten Sie um einen neuen.',
  'webChat.offline': 'Keine Verbindung. Neuer Versuch …',
  'webChat.busy': 'Zu viele Nachrichten. Warten Sie einige Minuten und senden Sie die Nachricht dann erneut.',
  'webChat.tooLong': 'Die Nachricht ist zu lang. Kürzen Sie sie und senden Sie sie erneut.',
  'webChat.fileTooLarge': 'Die Datei ist zu groß. Erlaubt sind höchstens 2 MB.',
  'webChat.full': 'Im Moment nutzen zu viele Personen diese Seite. Versuchen Sie es später noch einmal.',
  'webChat.notSent': 'Ihre Nachricht wurde nicht gesendet. Versuchen Sie es noch einmal.',
  'webChat.deleted': 'Nachricht gelöscht',
  'webChat.download': 'Herunterladen',
  'webChat.remove': 'Datei entfernen',
  'webChat.messages': 'Nachrichten',
} as const satisfies Catalog;
