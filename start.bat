@echo off
rem Double click: sets up the program in the folder .venv and opens the editor of this folder; a project
rem dropped on this file is opened instead. UTF-8 with CRLF line ends, and no labels: cmd looks for labels
rem by bytes, and loses them among Chinese.
chcp 65001 >nul
setlocal
set "PYTHONUTF8=1"
cd /d "%~dp0"
if errorlevel 1 (
  echo 打不开这个文件夹。请先把它复制到本机的磁盘上，再双击。
  pause
  exit /b 1
)
set "PROJECT=%~1"
if not defined PROJECT set "PROJECT=."
set "PYTHON="
py -3 -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set "PYTHON=py -3"
if not defined PYTHON python -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set "PYTHON=python"
if not defined PYTHON (
  echo 没有找到 Python 3.11 或更高版本。
  echo 请从 https://www.python.org/downloads/windows/ 下载安装，勾选“Add python.exe to PATH”，再双击本文件。
  pause
  exit /b 1
)
rem What was cut off while it was made, or came from another computer, has no pip that runs: it is made anew.
set "READY="
".venv\Scripts\python.exe" -m pip --version >nul 2>nul && set "READY=1"
if not defined READY (
  echo 第一次使用，或者上次没有准备好，正在准备……
  %PYTHON% -m venv --clear .venv
)
".venv\Scripts\python.exe" -m pip --version >nul 2>nul && set "READY=1"
if not defined READY (
  echo 没有准备好：文件夹里建不了 .venv。请关掉别的编辑窗口，检查磁盘空间和权限，或者换到“文档”里再试。
  pause
  exit /b 1
)
fc /b pyproject.toml ".venv\pyproject.toml" >nul 2>nul
if errorlevel 1 (
  echo 正在安装，要几分钟，请不要关掉这个窗口……
  ".venv\Scripts\python.exe" -m pip install --disable-pip-version-check -e ".[docx,xlsx,pdf,attachments,serve,import,deploy]"
  if errorlevel 1 (
    echo 没有装好，原因在上面。多半是连不上网：请检查网络和代理，关掉别的编辑窗口，再双击本文件。
    echo 单位有内部软件源的，先运行 py -3 -m pip config set global.index-url 软件源的网址
    pause
    exit /b 1
  )
  copy /y pyproject.toml ".venv\pyproject.toml" >nul
)
".venv\Scripts\python.exe" -m site_builder --version >nul 2>nul
if errorlevel 1 (
  del ".venv\pyproject.toml"
  echo 程序不能运行，多半是缺了文件。请再双击本文件，会重新安装；还是不行的，删去文件夹 .venv 再试。
  pause
  exit /b 1
)
echo 正在打开编辑页面。用完以后关掉浏览器的网页，再关掉这个窗口。
".venv\Scripts\python.exe" -m site_builder edit --project "%PROJECT%" --open
if errorlevel 1 (
  echo 没有打开，原因在上面。下面是体检的结果：
  ".venv\Scripts\python.exe" -m site_builder doctor --project "%PROJECT%"
)
pause
