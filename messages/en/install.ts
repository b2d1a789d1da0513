// Installing the app in a browser.

export const install = {
  'install.title': 'Install as an app',
  'install.offered': 'Opens in a window of its own, from the home screen or the desktop. Files stay on the gateway.',
  'install.menu':
    'Use the menu of the browser: “Install app” or “Add to Home Screen”. On an iPhone or iPad, it is in the Share menu.',
  'install.insecure':
    'The browser must trust the certificate of this address first. The guide “Phones” in the documentation describes three ways.',
  'install.installed': 'This is the installed app, or it is already installed in this browser.',
  'install.install': 'Install',
  'install.done': 'Installed',
  'install.failed': "Couldn't install the app",
} as const;
