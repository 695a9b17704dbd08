; The Windows installer: for one user or for all, in Chinese, silent with /S, upgrading in place, keeping archives.
; Made by tools/pack/installers/windows.ts, which gives:
;   VERSION, SOURCE (the packed folder), OUTPUT, SIZE_KB, TARGET (NSIS's), MACHINE (x64 or arm64), WINDOW where SOURCE has a window, QUICK to leave
;   everything uncompressed, for trying; ICON; SIGNER where the uninstaller is to be signed
; Command line: /S silent, /CurrentUser or /AllUsers, /D=FOLDER last and without quotes. Exit codes: 0 done, 2 refused.

Unicode true
Target ${TARGET}
!ifdef QUICK
  SetCompress off
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
ManifestDPIAware true

!define PROGRAM "fuhan-archive"
!define TITLE "复函档案"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${PROGRAM}"

!define MULTIUSER_MUI
!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_INSTDIR "${PROGRAM}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${UNINSTALL_KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${UNINSTALL_KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallLocation"
!include MultiUser.nsh
!include MUI2.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include x64.nsh

Name "${TITLE}"
BrandingText "${TITLE} ${VERSION}"
OutFile "${OUTPUT}"
ShowInstDetails nevershow
ShowUninstDetails nevershow
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${TITLE}"
VIAddVersionKey "FileDescription" "${TITLE} 安装程序"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "MIT"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!ifdef SIGNER
  !uninstfinalize '"${SIGNER}" "%1"' = 0
!endif
!define MUI_ABORTWARNING
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

Var Given

; Says why, also to whoever installs silently, by the exit code.
!macro Refuse WORDS
  ${IfNot} ${Silent}
    MessageBox MB_OK|MB_ICONSTOP "${WORDS}"
  ${EndIf}
  SetErrorLevel 2
  Quit
!macroend

Function .onInit
  ${IfNot} ${AtLeastWin10}
    !insertmacro Refuse "${TITLE} 需要 Windows 10 或更高版本。"
  ${EndIf}
!if ${MACHINE} == "arm64"
  ${IfNot} ${IsNativeARM64}
    !insertmacro Refuse "此安装程序用于 ARM64 处理器的电脑，请改用 x64 安装程序。"
  ${EndIf}
!else
  ${IfNot} ${RunningX64}
    !insertmacro Refuse "${TITLE} 需要 64 位的 Windows。"
  ${EndIf}
!endif
  ; What /D names: MultiUser puts its own folder over it.
  StrCpy $Given $INSTDIR
  !insertmacro MULTIUSER_INIT
  ${If} $Given != ""
    StrCpy $INSTDIR $Given
  ${EndIf}
FunctionEnd

Function un.onInit
  !insertmacro MULTIUSER_UNINIT
FunctionEnd

; Only a folder of the program's own is installed into: removing it later must take nothing else along.
Function OwnFolder
  ${If} ${FileExists} "$INSTDIR\uninstall.exe"
  ${AndIf} ${FileExists} "$INSTDIR\bin\fuhan.cmd"
    Return
  ${EndIf}
  FindFirst $0 $1 "$INSTDIR\*"
  ${DoWhile} $1 != ""
    ${If} $1 != "."
    ${AndIf} $1 != ".."
      FindClose $0
      StrCpy $INSTDIR "$INSTDIR\${PROGRAM}"
      Return
    ${EndIf}
    FindNext $0 $1
  ${Loop}
  FindClose $0
FunctionEnd

; A program that runs lets nobody write into its file (it may be renamed, which tells nothing): nothing is taken away before it is known
; that all can be.
!macro RequireFree FILE WORDS
  ${If} ${FileExists} "${FILE}"
    ClearErrors
    FileOpen $0 "${FILE}" a
    ${If} ${Errors}
      !insertmacro Refuse "${WORDS}"
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend
!macro StopWhereInUse
  !insertmacro RequireFree "$INSTDIR\resources\node\node.exe" "${TITLE} 的命令行正在运行，或没有写入权限。请等它结束后重试，文件均未改动。"
  !insertmacro RequireFree "$INSTDIR\${PROGRAM}.exe" "${TITLE} 正在运行，或没有写入权限。请关闭后重试，文件均未改动。"
!macroend

!macro RemoveProgram
  RMDir /r "$INSTDIR\resources"
  RMDir /r "$INSTDIR\bin"
  RMDir /r "$INSTDIR\locales"
  !include "${TOP_FILES}"
!macroend

Section
  Call OwnFolder
  !insertmacro StopWhereInUse
  !insertmacro RemoveProgram
  SetOutPath "$INSTDIR"
  ClearErrors
  File /r "${SOURCE}/*"
  ${If} ${Errors}
    !insertmacro Refuse "文件未能全部写入，请检查磁盘空间和权限后重新安装。档案库不受影响。"
  ${EndIf}
  WriteUninstaller "$INSTDIR\uninstall.exe"
!ifdef WINDOW
  CreateShortcut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\${PROGRAM}.exe"
  CreateShortcut "$DESKTOP\${TITLE}.lnk" "$INSTDIR\${PROGRAM}.exe"
!endif
  SetOutPath "$PROFILE"
  CreateShortcut "$SMPROGRAMS\${TITLE} 命令行.lnk" "$SYSDIR\cmd.exe" '/k set "PATH=$INSTDIR\bin;%PATH%"'
  SetOutPath "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "${TITLE}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "Fuhan Archive"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
!ifdef WINDOW
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${PROGRAM}.exe"
!endif
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
SectionEnd

Section Uninstall
  !insertmacro StopWhereInUse
  !insertmacro RemoveProgram
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  Delete "$SMPROGRAMS\${TITLE} 命令行.lnk"
  Delete "$DESKTOP\${TITLE}.lnk"
  Delete "$INSTDIR\uninstall.exe"
  ; Stays where anybody laid something into it.
  RMDir "$INSTDIR"
  DeleteRegKey SHCTX "${UNINSTALL_KEY}"
SectionEnd
