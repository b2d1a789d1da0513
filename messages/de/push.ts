// German messages: push messages to this device.
import type { Catalog } from '../languages.ts';

export const push = {
  'push.title': 'Push-Nachrichten',
  'push.show': 'Push-Nachrichten auf diesem Gerät',
  'push.off':
    'Aus. Nach dem Einschalten erfährt dieses Gerät auch dann von offenen Freigaben, wenn Gatehouse geschlossen ist. Die Nachricht läuft über den Push-Dienst des Browserherstellers und ist so verschlüsselt, dass nur dieses Gerät sie lesen kann. Der Hersteller erfährt, wann eine Nachricht gesendet wird, und die Adresse des Gateways. Die Nachricht besagt, dass eine Freigabe offen ist, nie für welchen Befehl.',
  'push.on': 'Ein, über {service}. Endet beim Abmelden hier oder wenn dieses Gerät widerrufen wird.',
  'push.unsupported':
    'Dieser Browser bietet für diese Seite keine Push-Nachrichten. Auf einem iPhone oder iPad zuerst die App installieren.',
  'push.turnOn': 'Einschalten…',
  'push.turnOff': 'Ausschalten',
  'push.test': 'Testnachricht senden',
  'push.testSent': 'Testnachricht gesendet',
  'push.failed': 'Push-Nachrichten konnten nicht geändert werden',
  'push.testFailed': 'Testnachricht konnte nicht gesendet werden',
  'push.denied': 'Benachrichtigungen sind in den Einstellungen dieses Browsers blockiert.',
  'push.notStored':
    'Push-Nachrichten können nicht gesendet werden: Dieses Gerät hat kein Abonnement. Push-Nachrichten aus- und wieder einschalten.',
  'push.deliveries': 'Angekündigt',
  'push.delivery.window': 'Anzeige in der App im Vordergrund',
  'push.delivery.desktop': 'Desktop-Benachrichtigung',
  'push.delivery.phone': 'Push-Nachricht',
  'push.delivery.channel': 'Chat-Nachricht',
  'push.delivery.sent': '{time}: {way}',
  'push.delivery.sentTo': '{time}: {way} über {target}',
  'push.delivery.failed': '{time}: {way} fehlgeschlagen: {problem}',
  'push.delivery.skipped.focused': '{time}: {way} aufgeschoben, solange Sie die App ansehen',
  'push.delivery.skipped.quiet': '{time}: {way} aufgeschoben bis zum Ende der Ruhezeit',
  'push.delivery.skipped.nobody': '{time}: {way} nicht gesendet, weil kein Gerät und keine App erreichbar war',
} as const satisfies Catalog;
