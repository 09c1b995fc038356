#!/usr/bin/env bash
# Targets: complete or absent. What exists is refused and intact, and nothing partial is left.
. "$(dirname "$0")/../support/shell.sh"

mkdir "$work/here"
cd "$work/here" || exit 1
cp "$golden/disclosure.xlsx" budget.xlsx
printf 'precious\n' >precious

# kept: the file `target` is still the old one.
kept() {
    same_file "the old target after $command" target.yaml precious
}

# A target that exists.
cp precious target.yaml
refused 4 TARGET_EXISTS convert budget.xlsx target.yaml
kept
refused 4 TARGET_EXISTS convert -t csv --layout facts budget.xlsx target.yaml
kept
# Also with --overwrite it is intact when the conversion fails.
refused 3 FILE_NOT_FOUND convert --overwrite nowhere.xlsx target.yaml
kept
head -c 5000 budget.xlsx >cut.xlsx
run 3 convert --overwrite cut.xlsx target.yaml
kept
rm cut.xlsx
only budget.xlsx precious target.yaml
# Replaced, and its permissions stay.
chmod 640 target.yaml
convert --overwrite budget.xlsx target.yaml
same "permissions" "$(stat -c %a target.yaml)" 640
head -n 1 target.yaml | grep -q '^budgetconv:' || fail "the target was not replaced"
rm target.yaml
(umask 027 && convert budget.xlsx target.yaml && [ "$failures" -eq 0 ]) || fail "umask 027"
same "permissions of a new target" "$(stat -c %a target.yaml)" 640
rm target.yaml

# A symbolic link stays, what it points to is replaced.
mkdir elsewhere
cp precious elsewhere/real.yaml
ln -s elsewhere/real.yaml target.yaml
refused 4 TARGET_EXISTS convert budget.xlsx target.yaml
same_file "what the link points to" elsewhere/real.yaml precious
convert --overwrite budget.xlsx target.yaml
[ -L target.yaml ] || fail "the link was replaced"
grep -q '^budgetconv:' elsewhere/real.yaml || fail "what the link points to was not replaced"
rm -r target.yaml elsewhere

# The same file as input and output, however it is called.
cp budget.xlsx one.xlsx
refused 2 SAME_FILE convert --overwrite one.xlsx one.xlsx
refused 2 SAME_FILE convert --overwrite one.xlsx "$PWD/../here/one.xlsx"
ln -s one.xlsx link.xlsx
refused 2 SAME_FILE convert --overwrite one.xlsx link.xlsx
refused 2 SAME_FILE convert --overwrite link.xlsx one.xlsx
ln one.xlsx hard.xlsx
refused 2 SAME_FILE convert --overwrite one.xlsx hard.xlsx
refused 2 SAME_FILE convert --overwrite hard.xlsx one.xlsx
same_file "the input" one.xlsx budget.xlsx
[ -L link.xlsx ] || fail "the link is gone"
rm one.xlsx link.xlsx hard.xlsx

# Places where nothing can be written.
refused 4 TARGET_FOLDER_MISSING convert budget.xlsx nowhere/target.yaml
mkdir folder.yaml
refused 4 TARGET_IS_FOLDER convert budget.xlsx folder.yaml
rmdir folder.yaml
cp precious package
refused 4 TARGET_IS_FILE convert -t csv budget.xlsx package/
same_file "the file in the way" package precious
rm package
mkdir foreign
cp precious foreign/letter.txt
run 4 convert -t csv budget.xlsx foreign/
told
refused 4 TARGET_FOLDER_FOREIGN convert --overwrite -t csv budget.xlsx foreign/
same_file "the foreign file" foreign/letter.txt precious
rm -r foreign
convert -t csv budget.xlsx package/
run 4 convert -t csv budget.xlsx package/
convert --overwrite -t csv budget.xlsx package/
rm -r package
only budget.xlsx precious

mkdir locked
chmod 555 locked
if [ "$(id -u)" -ne 0 ]; then
    refused 4 TARGET_NOT_WRITABLE convert budget.xlsx locked/target.yaml
    [ -z "$(ls -A locked)" ] || fail "something was written to a locked folder"
elif [ -d /proc/self ] && ! touch /proc/self/x 2>/dev/null; then
    # Root writes everywhere but where the file system itself has no files to give.
    run 4 convert budget.xlsx /proc/self/target.yaml
    told
fi
chmod 755 locked
rmdir locked

# The disk is full.
if [ "$(id -u)" -eq 0 ] && mkdir small && mount -t tmpfs -o size=16k none small 2>/dev/null; then
    cp precious small/target.yaml
    refused 4 DISK_FULL convert --overwrite budget.xlsx small/target.yaml
    same_file "the old target on the full disk" small/target.yaml precious
    same "files on the full disk" "$(ls -A small)" target.yaml
    refused 4 DISK_FULL convert --overwrite -t xlsx budget.xlsx small/new.xlsx
    same "files on the full disk" "$(ls -A small)" target.yaml
    run 4 convert -t csv budget.xlsx small/package/
    told
    same "files on the full disk" "$(ls -A small)" target.yaml
    umount small
    rmdir small
else
    left_out "a full disk: no small file system can be mounted here"
    rmdir small 2>/dev/null
fi
if [ -w /dev/full ]; then
    refused 4 DISK_FULL convert --overwrite -t yaml budget.xlsx /dev/full
    "$budgetconv" --messages json formats >/dev/full 2>"$work/err"
    same "a listing on a full disk" "$?" 4
    grep -q '"DISK_FULL"' "$work/err" || fail "a listing on a full disk: $(cat "$work/err")"
else
    left_out "/dev/full is not there"
fi

# Standard output closed, or its reader gone.
"$budgetconv" --messages json convert -t yaml budget.xlsx - >&- 2>"$work/err"
same "standard output closed" "$?" 4
grep -qE '"(TARGET_NOT_WRITABLE|TARGET_CLOSED)"' "$work/err" || fail "closed: $(cat "$work/err")"
"$budgetconv" --messages json formats >&- 2>"$work/err"
same "a listing with standard output closed" "$?" 4
{
    "$budgetconv" --messages json convert -t csv --layout lines budget.xlsx - 2>"$work/err"
    echo $? >"$work/status"
} | true
case $(cat "$work/status") in
0 | 4) ;; # The pipe may have held all of it before its reader went.
*) fail "reader gone: status $(cat "$work/status"): $(cat "$work/err")" ;;
esac
# All three closed: the messages go nowhere, never into a file.
"$budgetconv" convert budget.xlsx target.yaml <&- >&- 2>&-
same "all standard descriptors closed" "$?" 0
convert budget.xlsx expected.yaml
same_file "the target" target.yaml expected.yaml
"$budgetconv" --language en convert budget.xlsx target.yaml <&- >&- 2>&-
same "a refusal that nobody hears" "$?" 4
same_file "the target" target.yaml expected.yaml
rm target.yaml expected.yaml

# A FIFO gets bytes only after success.
mkfifo pipe.yaml
cat pipe.yaml >"$work/through" &
convert --overwrite budget.xlsx pipe.yaml
wait $!
grep -q '^budgetconv:' "$work/through" || fail "nothing came through the FIFO"
[ -p pipe.yaml ] || fail "the FIFO was replaced"
rm pipe.yaml

# --sync says the same.
convert --sync budget.xlsx target.yaml
rm target.yaml
only budget.xlsx precious
same_file "the input" budget.xlsx "$golden/disclosure.xlsx"
done_testing
