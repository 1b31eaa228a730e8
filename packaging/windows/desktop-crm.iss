; Installer for Windows: for one user, without administrator rights. packaging/windows/installer.py compiles it:
;
;   ISCC /DAppVersion=0.1.0 /DNumericVersion=0.1.0.0 [/DSigned "/Ssigntool=COMMAND $f"] packaging\windows\desktop-crm.iss
;
; Inno Setup 6.3 or newer. The customer book lies in {localappdata}\DesktopCRM, never below {app}: installing, updating
; and removing the program leave it alone.

#ifndef AppVersion
  #error AppVersion is missing: use packaging/windows/installer.py
#endif
#ifndef NumericVersion
  #error NumericVersion is missing: use packaging/windows/installer.py
#endif
; These equal the names in desktop_crm/app/identity.py, and the Run value that of desktop_crm/app/autostart. Tests compare.
#define AppUserModelId "DesktopCRM.DesktopCRM"
#define RunningMutex "DesktopCRM.Running"
#define RunValue "DesktopCRM"
#define Program "desktop-crm-window.exe"
#define Root "..\.."

[Setup]
; Never change it: by this Windows knows that a newer version takes the place of the older one.
AppId={{1A63AAE7-EBAF-448B-B7C8-50F148F5BFBE}
AppName={cm:ProductName}
AppVersion={#AppVersion}
AppVerName={cm:ProductName} {#AppVersion}
AppPublisher=The Desktop CRM authors
VersionInfoVersion={#NumericVersion}
VersionInfoProductTextVersion={#AppVersion}
VersionInfoDescription=Desktop CRM setup
SourceDir={#Root}
OutputDir=dist
OutputBaseFilename=desktop-crm-{#AppVersion}-windows-x64-setup
SetupIconFile=build\icons\desktop-crm.ico
UninstallDisplayIcon={app}\{#Program}
UninstallDisplayName={cm:ProductName}
LicenseFile=LICENSE

PrivilegesRequired=lowest
DefaultDirName={localappdata}\Programs\Desktop CRM
DisableProgramGroupPage=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
; Windows 10, as Qt 6 needs it
MinVersion=10.0.17763
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ShowLanguageDialog=auto

; The program stays in the tray when its window is closed. Setup and uninstaller say so and wait until it has ended by
; itself, with its backup; what else holds a file of ours, such as a command line, is closed by the Restart Manager.
AppMutex={#RunningMutex}
CloseApplications=yes
RestartApplications=no

; Tasks are offered at the first installation; afterwards the settings of the program decide.
UsePreviousTasks=no
ChangesAssociations=yes

#ifdef Signed
SignTool=signtool
SignedUninstaller=yes
#endif

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
; Chinese comes with only some releases of Inno Setup, so that the texts are our own, laid over the English ones.
Name: "zh"; MessagesFile: "compiler:Default.isl,packaging\windows\ChineseSimplified.isl"

[CustomMessages]
en.ProductName=Desktop CRM
zh.ProductName=客户簿
en.StartAtLogin=&Start when I log in, into the tray, to remind me
zh.StartAtLogin=登录时自动启动到托盘，以便提醒(&S)
en.OpenWith=Offer the program under "&Open with" for .vcf and .csv files
zh.OpenWith=在 .vcf 和 .csv 文件的“打开方式”中提供本程序(&O)
en.OpenWithName=Contacts or table for Desktop CRM
zh.OpenWithName=导入客户簿的名片或表格
en.Launch=Start Desktop CRM
zh.Launch=启动客户簿
en.DeleteBook=Your customer book lies in%n%n%1%n%nwith its automatic backups. It will be kept, and a later installation finds it again.%n%nDo you want to delete it instead, with the backups in it? If you are not sure, choose No.
zh.DeleteBook=您的客户簿连同自动备份保存在%n%n%1%n%n卸载后会保留，以后重新安装即可继续使用。%n%n是否改为连同其中的备份一并删除？如不确定，请选“否”。
en.ReallyDelete=Delete the customer book and the backups in%n%n%1%n%nfor good? Without a backup elsewhere nobody can bring it back.
zh.ReallyDelete=确定永久删除以下位置的客户簿和备份吗？%n%n%1%n%n如果别处没有备份，任何人都无法找回。
en.BookKept=The program was removed. Your customer book was kept in%n%n%1
zh.BookKept=程序已卸载。您的客户簿保留在%n%n%1
en.NotDeleted=Not everything could be deleted in%n%n%1
zh.NotDeleted=以下位置的内容未能全部删除：%n%n%1

[Messages]
en.SetupAppRunningError=%1 is running, maybe only in the tray beside the clock.%n%nQuit it in its menu there, then click OK to continue, or Cancel to exit.
zh.SetupAppRunningError=%1正在运行，可能只显示在时钟旁的托盘中。%n%n请在托盘图标的菜单中退出它，然后点“确定”继续，或点“取消”退出安装。
en.UninstallAppRunningError=%1 is running, maybe only in the tray beside the clock.%n%nQuit it in its menu there, then click OK to continue, or Cancel to exit.
zh.UninstallAppRunningError=%1正在运行，可能只显示在时钟旁的托盘中。%n%n请在托盘图标的菜单中退出它，然后点“确定”继续，或点“取消”退出卸载。

[Tasks]
Name: "startup"; Description: "{cm:StartAtLogin}"; Flags: unchecked; Check: IsFirst
Name: "openwith"; Description: "{cm:OpenWith}"; Flags: unchecked; Check: IsFirst

[InstallDelete]
; The libraries of the version before, which this one may no longer have
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "dist\desktop-crm\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\{cm:ProductName}"; Filename: "{app}\{#Program}"; AppUserModelID: "{#AppUserModelId}"

[Registry]
; The same line as the program writes when the user turns it on there
Root: HKCU; Subkey: "Software\Microsoft\Windows\CurrentVersion\Run"; ValueType: string; ValueName: "{#RunValue}"; ValueData: """{app}\{#Program}"" --tray"; Tasks: startup
; It goes with the program, whoever wrote it.
Root: HKCU; Subkey: "Software\Microsoft\Windows\CurrentVersion\Run"; ValueType: none; ValueName: "{#RunValue}"; Flags: dontcreatekey uninsdeletevalue
Root: HKCU; Subkey: "Software\Classes\AppUserModelId\{#AppUserModelId}"; ValueType: string; ValueName: "DisplayName"; ValueData: "{cm:ProductName}"; Flags: uninsdeletekey
; "Open with" only: no file type changes the program it belongs to.
Root: HKCU; Subkey: "Software\Classes\DesktopCRM.Import"; ValueType: string; ValueData: "{cm:OpenWithName}"; Tasks: openwith
Root: HKCU; Subkey: "Software\Classes\DesktopCRM.Import\Application"; ValueType: string; ValueName: "ApplicationName"; ValueData: "{cm:ProductName}"; Tasks: openwith
Root: HKCU; Subkey: "Software\Classes\DesktopCRM.Import\Application"; ValueType: string; ValueName: "AppUserModelID"; ValueData: "{#AppUserModelId}"; Tasks: openwith
Root: HKCU; Subkey: "Software\Classes\DesktopCRM.Import\shell\open\command"; ValueType: string; ValueData: """{app}\{#Program}"" --open ""%1"""; Tasks: openwith
Root: HKCU; Subkey: "Software\Classes\.vcf\OpenWithProgids"; ValueType: string; ValueName: "DesktopCRM.Import"; ValueData: ""; Tasks: openwith
Root: HKCU; Subkey: "Software\Classes\.csv\OpenWithProgids"; ValueType: string; ValueName: "DesktopCRM.Import"; ValueData: ""; Tasks: openwith
Root: HKCU; Subkey: "Software\Classes\DesktopCRM.Import"; ValueType: none; Flags: dontcreatekey uninsdeletekey
Root: HKCU; Subkey: "Software\Classes\.vcf\OpenWithProgids"; ValueType: none; ValueName: "DesktopCRM.Import"; Flags: dontcreatekey uninsdeletevalue
Root: HKCU; Subkey: "Software\Classes\.csv\OpenWithProgids"; ValueType: none; ValueName: "DesktopCRM.Import"; Flags: dontcreatekey uninsdeletevalue

[Run]
Filename: "{app}\{#Program}"; Description: "{cm:Launch}"; Flags: nowait postinstall skipifsilent

[Code]
var
  DeleteBook: Boolean;

function Book: String;
begin
  { Where desktop_crm/core/paths.py puts book, settings and logs. A book in a folder of the user's choice is not ours to
    delete, and is never touched. }
  Result := ExpandConstant('{localappdata}\DesktopCRM');
end;

function IsFirst: Boolean;
begin
  Result := not RegKeyExists(HKCU, 'Software\Microsoft\Windows\CurrentVersion\Uninstall\{1A63AAE7-EBAF-448B-B7C8-50F148F5BFBE}_is1');
end;

procedure CurUninstallStepChanged(Step: TUninstallStep);
begin
  if not DirExists(Book) then
    Exit;
  if Step = usUninstall then
  begin
    { Without a user to ask, the book stays. }
    DeleteBook := (not UninstallSilent)
      and (MsgBox(FmtMessage(CustomMessage('DeleteBook'), [Book]), mbConfirmation, MB_YESNO or MB_DEFBUTTON2) = IDYES)
      and (MsgBox(FmtMessage(CustomMessage('ReallyDelete'), [Book]), mbError, MB_YESNO or MB_DEFBUTTON2) = IDYES);
  end
  else if Step = usPostUninstall then
  begin
    if DeleteBook then
    begin
      if not DelTree(Book, True, True, True) then
        MsgBox(FmtMessage(CustomMessage('NotDeleted'), [Book]), mbError, MB_OK);
    end
    else if not UninstallSilent then
      MsgBox(FmtMessage(CustomMessage('BookKept'), [Book]), mbInformation, MB_OK);
  end;
end;
