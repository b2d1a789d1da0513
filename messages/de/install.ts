// German messages: installing the app in a browser.
import type { Catalog } from '../languages.ts';

export const install = {
  'install.title': 'Als App installieren',
  'install.offered':
    'Öffnet sich in einem eigenen Fenster, vom Startbildschirm oder Desktop aus. Dateien bleiben auf dem Gateway.',
  'install.menu':
    'Das Menü des Browsers verwenden: „App installieren“ oder „Zum Startbildschirm hinzufügen“. Auf einem iPhone oder iPad steht es im Menü „Teilen“.',
  'install.insecure':
    'Der Browser muss zuerst dem Zertifikat dieser Adresse vertrauen. Die Anleitung „Phones“ in der Dokumentation beschreibt drei Wege.',
  'install.installed': 'Dies ist die installierte App, oder sie ist in diesem Browser bereits installiert.',
  'install.install': 'Installieren',
  'install.done': 'Installiert',
  'install.failed': 'App konnte nicht installiert werden',
} as const satisfies Catalog;
