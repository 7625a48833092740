@echo off
rem Starts the workbook on Windows. UNTESTED: nobody of this project has run it yet. Unlike the script "workbook" it
rem builds at every start, and keeps no copy of what it built. In WSL, use ./workbook, which is tested.
setlocal
echo workbook.cmd is untested: if it fails, use ./workbook in WSL. 1>&2

if defined WORKBOOK_JAVA_HOME set "JAVA_HOME=%WORKBOOK_JAVA_HOME%"
if not defined JAVA_HOME (
    echo The workbook needs a JDK 25 or later: winget install EclipseAdoptium.Temurin.25.JDK, and name its folder in JAVA_HOME. 1>&2
    exit /b 3
)
if not exist "%JAVA_HOME%\bin\javac.exe" (
    echo JAVA_HOME is %JAVA_HOME%, which holds no JDK: name the folder of a JDK 25 or later. 1>&2
    exit /b 3
)
where mvn >nul 2>nul
if errorlevel 1 (
    echo The workbook builds its tools with Maven 3.8.7 or later and found no mvn in PATH: see https://maven.apache.org/install.html. 1>&2
    exit /b 3
)

set "ROOT=%~dp0"
set "ROOT=%ROOT:~0,-1%"
call mvn -B -q -f "%ROOT%\pom.xml" -pl tools/cli -am -Dmaven.test.skip=true -Dworkbook.quick %WORKBOOK_MAVEN_OPTIONS% package 1>&2
if errorlevel 1 exit /b 4
"%JAVA_HOME%\bin\java" -Xlog:disable --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=1 ^
    "-Dworkbook.root=%ROOT%" -cp "%ROOT%\tools\cli\target\cli-1.jar;%ROOT%\tools\cli\target\app\*" workbook.cli.Main %*
exit /b %errorlevel%
