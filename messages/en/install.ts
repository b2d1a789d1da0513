// Installing the app in a browser.

export const install = {
  'install.title': 'Install as an app',
  'install.offered': 'Opens in its own window, from the home screen or desktop. Files stay on the gateway.',
  'install.menu':
    "In the browser's menu, choose “Install app” or “Add to Home Screen”. On an iPhone or iPad, it's in the Share menu.",
  'install.insecure':
    'The browser must trust the certificate for this address first. The guide “Phones” in the documentation describes three ways to set this up.',
  'install.installed': 'The app is already installed.',
  'install.install': 'Install',
  'install.done': 'Installed',
  'install.failed': "Couldn't install the app",
} as const;
