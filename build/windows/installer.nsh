; What the uninstaller leaves. Not shown by an update, which uninstalls the old version, or by a silent uninstallation.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    MessageBox MB_OK|MB_ICONINFORMATION "Gatehouse was removed. Your sessions, settings, and keys are still in the folder .gatehouse of your user profile. Delete it if you no longer need them." /SD IDOK
  ${endIf}
!macroend
