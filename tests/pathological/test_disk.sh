#!/usr/bin/env bash
# A file system that is full after so many bytes, at many sizes; and the descriptors that a shell
# may hand over closed or full.
. "$(dirname "$0")/../support/shell.sh"
mkdir "$work/here"
cd "$work/here" || exit 1
cp "$golden/disclosure.xlsx" budget.xlsx
printf 'precious\n' >"$work/old"

# on_disk SIZE TARGET ARGUMENT...: done, or refused with 4 and nothing changed.
on_disk() {
    local size=$1 target=$2 status
    shift 2
    mount -t tmpfs -o "size=$size" none small || { fail "cannot mount $size"; return; }
    cp "$work/old" "small/${target%/}.old" 2>/dev/null
    [ "${target%/}" != "$target" ] || cp "$work/old" "small/$target" 2>/dev/null
    "$budgetconv" --messages json --language en convert --overwrite "$@" budget.xlsx \
        "small/$target" >"$work/out" 2>"$work/err"
    status=$?
    command="$target on a disk of $size"
    checks=$((checks + 1))
    case $status in
    0) fitted=$((fitted + 1)) ;;
    4)
        full=$((full + 1))
        says DISK_FULL
        told
        [ "${target%/}" != "$target" ] || [ ! -s "small/$target" ] ||
            cmp -s "small/$target" "$work/old" || fail "$command: the old target was changed"
        [ "${target%/}" = "$target" ] || [ ! -e "small/${target%/}" ] ||
            fail "$command: a part of the folder is there"
        ;;
    *) fail "$command: status $status: $(head -c 500 "$work/err")" ;;
    esac
    # Nothing but the old files and, after success, the target.
    [ -z "$(find small -name '.*budgetconv*')" ] || fail "$command: left $(ls -A small)"
    umount small
}

if [ "$(id -u)" -eq 0 ] && mkdir small && mount -t tmpfs -o size=64k none small 2>/dev/null; then
    umount small
    for target in target.yaml target.csv target.xlsx package/; do
        full=0
        fitted=0
        for pages in 1 2 3 4 5 6 8 10 12 15 18 22 27 33 40 60 100; do
            case $target in
            target.csv) on_disk $((pages * 4))k $target --layout facts ;;
            package/) on_disk $((pages * 4))k $target -t csv ;;
            *) on_disk $((pages * 4))k $target ;;
            esac
        done
        [ "$full" -gt 2 ] || fail "$target: only $full disks were full"
        [ "$fitted" -gt 0 ] || fail "$target: it never fitted"
    done
    # The folder for temporary files is full: what has to be spooled is refused.
    mount -t tmpfs -o size=4k none small
    checks=$((checks + 1))
    TMPDIR=$PWD/small "$budgetconv" --messages json --language en \
        --limit spool-memory-bytes=1 convert -t yaml - target.yaml <budget.xlsx \
        >"$work/out" 2>"$work/err"
    status=$?
    command="a full folder for temporary files"
    case $status in
    0) ;;
    3 | 4) grep -qE '"(TEMPORARY_FULL|TEMPORARY_FAILED|DISK_FULL)"' "$work/err" ||
        fail "$command: $(cat "$work/err")"
        absent target.yaml ;;
    *) fail "$command: status $status: $(cat "$work/err")" ;;
    esac
    rm -f target.yaml
    umount small
    rmdir small
else
    left_out "full disks: no small file system can be mounted here"
    rmdir small 2>/dev/null
fi

# A file larger than this process may write.
for blocks in 1 8 16; do
    cp "$work/old" target.yaml
    (
        ulimit -f $blocks
        trap '' XFSZ
        exec "$budgetconv" --messages json --language en convert --overwrite budget.xlsx target.yaml
    ) >"$work/out" 2>"$work/err"
    status=$?
    command="a file of at most $blocks blocks"
    same "status: $command" "$status" 4
    told
    same_file "the old target: $command" target.yaml "$work/old"
    only budget.xlsx target.yaml
done
rm target.yaml

# Standard input closed, empty, a folder; standard output full, closed, read only.
"$budgetconv" --messages json convert -f xlsx - target.yaml <&- >"$work/out" 2>"$work/err"
same "status: standard input closed" "$?" 3
command="standard input closed"
silent INTERNAL
told
"$budgetconv" --messages json convert -f csv - target.yaml </dev/null >"$work/out" 2>"$work/err"
same "status: standard input empty" "$?" 3
"$budgetconv" --messages json convert -f csv - target.yaml <. >"$work/out" 2>"$work/err"
same "status: standard input is a folder" "$?" 3
absent target.yaml
for form in yaml csv xlsx; do
    "$budgetconv" --messages json convert -t $form budget.xlsx - >&- 2>"$work/err"
    same "status: standard output closed for $form" "$?" 4
    if [ -w /dev/full ]; then
        "$budgetconv" --messages json convert -t $form budget.xlsx - >/dev/full 2>"$work/err"
        same "status: standard output full for $form" "$?" 4
        command="standard output full"
        says DISK_FULL
    fi
    "$budgetconv" --messages json convert -t $form budget.xlsx - 1</dev/null 2>"$work/err"
    same "status: standard output read only for $form" "$?" 4
done
if [ -w /dev/full ]; then
    for what in "info budget.xlsx" "info --cells budget.xlsx" formats layouts --help --version; do
        # shellcheck disable=SC2086 # words
        "$budgetconv" $what >/dev/full 2>"$work/err"
        same "status: $what on a full device" "$?" 4
    done
    # Messages that nobody can hear change nothing.
    "$budgetconv" convert nowhere.xlsx target.yaml 2>/dev/full
    same "status: messages on a full device" "$?" 3
fi
only budget.xlsx

done_testing
