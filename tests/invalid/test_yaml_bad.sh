#!/usr/bin/env bash
# YAML with one fault each: exit 3, the code of the fault, its line; the old target is intact and
# nothing is left.
. "$(dirname "$0")/../support/shell.sh"
. "$(dirname "$0")/hostile.sh"
mkdir "$work/here"
cd "$work/here" || exit 1

# document: one whole small document; faults are made of it line by line.
document() {
    cat <<'END'
budgetconv: 1
document:
  fiscal_year: '2026'
  amount_unit: '元'
content:
- table:
    table_no: '1'
    table_id: 'summary'
    fields: ['table_no', 'row_no', 'item', 'total']
    from_table: ['table_no']
    lines:
    - row_no: '1'
      item: '甲'
      total: '1.50'
    - row_no: '2'
      item: '乙'
      total: '2.50'
    end:
      table_no: '1'
      row_count: '2'
complete: 'yes'
END
}

# fault SCRIPT CODE PLACE: the document changed by a sed script.
fault() {
    document | sed "$1" >fault.yaml
    if document | cmp -s - fault.yaml; then fail "the script changed nothing: $1"; fi
    intact fault.yaml "$2" "$3" --layout lines
}

document >good.yaml
run 0 convert --layout lines good.yaml target.csv
same "lines of the good document" "$(wc -l <target.csv)" 3
rm good.yaml target.csv

# Amounts. Nothing but digits and a point is exact in every program.
for amount in 1,2,3 1,234.50 1e3 0x1F 1_000 '1 000' .5. -- ¥1 1.5元 NaN .inf 0o17 '' '１'; do
    fault "14s/'1.50'/'$amount'/" YAML_AMOUNT '"line":14'
done
fault "14s/1.50/1234567890123456789/" YAML_AMOUNT_LONG '"line":14'
fault "17s/2.50/0.1234567891/" YAML_AMOUNT_LONG '"line":17'
fault "14s/'1.50'/1.50e1/" YAML_AMOUNT '"line":14'
fault "14s/'1.50'/[1, 2]/" 'YAML_[A-Z_]+' '"line":14'
fault "14s/'1.50'/{a: b}/" 'YAML_[A-Z_]+' '"line":14'
fault "12s/'1'/'one'/" YAML_COUNT '"line":12'
fault "3s/2026/20x6/" YAML_YEAR '"line":3'

# Versions, keys, order, ends.
fault '1s/1/2/' YAML_VERSION_NEWER '"line":1.*newer'
fault '1s/1/99/' YAML_VERSION_NEWER '"line":1'
fault '1s/: 1/: one/' 'YAML_VERSION_[A-Z]+' '"line":1'
fault '1d' 'YAML_VERSION_MISSING|FORMAT_NOT_RECOGNISED' .
fault '13s/item/itme/' YAML_KEY_UNKNOWN '"line":13.*the nearest is item'
fault '3s/fiscal_year/fiscal_yaer/' YAML_KEY_UNKNOWN '"line":3.*fiscal_year'
fault '13s/item/agency_name/' YAML_NOT_ANNOUNCED '"line":13'
fault "9s/'item', /'item', 'item', /" YAML_FIELD_TWICE '"line":9'
fault '6s/table/tabel/' 'YAML_KEY_UNKNOWN' '"line":6'
fault '21d' YAML_CUT .
fault "21s/yes/no/" YAML_CHOICE '"line":21'
fault '9d' 'YAML_[A-Z_]+' '"line":[0-9]+'

# What YAML allows and this format does not.
fault "13s/'甲'/\&a '甲'/" YAML_ALIAS '"line":13'
fault "16s/'乙'/*a/" 'YAML_ALIAS|YAML_SYNTAX' '"line":16'
fault "14s/'1.50'/!!float 1.50/" YAML_TAG '"line":14'
fault "14s/'1.50'/!ruby x/" YAML_TAG '"line":14'
fault "14s/\$/\n      total: '9'/" YAML_DUPLICATE_KEY '"line":15.*line 14'
fault "3s/\$/\n  fiscal_year: '2025'/" YAML_DUPLICATE_KEY '"line":4'
fault "13s/\$/\n      <<: {total: '9'}/" 'YAML_KEY_UNKNOWN|YAML_[A-Z_]+' '"line":14'
fault '21s/$/\n---\nbudgetconv: 1/' YAML_MORE_DOCUMENTS '"line":22'
fault "13s/item/[item]/" 'YAML_KEY' '"line":13'
fault "13s/item/? {a: b}\n      /" 'YAML_KEY|YAML_SYNTAX' '"line":1[34]'
fault "13s/'甲'/'甲/" YAML_SYNTAX '"line":[0-9]+'
fault "13s/      item/\titem/" YAML_SYNTAX '"line":13'
fault "13s/'甲'/\"\\\\q\"/" YAML_SYNTAX '"line":13'
fault '2s/document:/document: [/' YAML_SYNTAX '"line":[0-9]+'
fault "1s/\$/\n%YAML 9.9/" 'YAML_SYNTAX|YAML_[A-Z_]+' '"line":[0-9]+'
fault '1s/^/%YAML 9.9\n---\n/' 'YAML_SYNTAX|FORMAT_NOT_RECOGNISED' .
fault "13s/甲/$(printf '\303(')/" 'YAML_SYNTAX|ENCODING_[A-Z]+' 'line|offset'
fault "13s/甲/$(printf '\001')/" 'YAML_SYNTAX|ENCODING_[A-Z]+' '"line":13|offset'
{ document; printf '\000'; } >fault.yaml
intact fault.yaml 'YAML_SYNTAX|ENCODING_[A-Z]+' . --layout lines

# An entity bomb in YAML.
{
    printf 'budgetconv: 1\ndocument:\n  title: &a "lol"\n'
    for i in b c d e f g h i; do printf '  x%s: &%s [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n' $i $i; done
} >bomb.yaml
intact bomb.yaml YAML_ALIAS '"line":3' --layout lines

# Cut after every line, and after every 37th byte: refused, every time.
total=$(document | wc -c)
for bytes in $(seq 0 37 $((total - 2))); do
    document | head -c "$bytes" >cut.yaml
    intact cut.yaml '[A-Z_]+' . --layout lines -f yaml
done
count=$(document | wc -l)
for lines in $(seq 1 $((count - 1))); do
    document | head -n "$lines" >cut.yaml
    intact cut.yaml '[A-Z_]+' '"line":[0-9]+|YAML_CUT|YAML_KEY_MISSING' --layout lines -f yaml
done

# Other files that are YAML.
printf -- '- 1\n- 2\n' >list.yaml
intact list.yaml 'YAML_[A-Z_]+|FORMAT_NOT_RECOGNISED' . --layout lines
printf 'a: b\n' >other.yaml
intact other.yaml 'YAML_[A-Z_]+|FORMAT_NOT_RECOGNISED' . --layout lines
printf '# nothing\n' >comment.yaml
intact comment.yaml 'YAML_[A-Z_]+|FORMAT_NOT_RECOGNISED' . --layout lines

# The YAML test suite: whatever it is, refused (no case of it is a budget) and never a crash.
if [ -d "$samples/samples/yaml" ]; then
    count=0
    while IFS= read -r file; do
        attempt info -f yaml "$file"
        [ "$status" -eq 3 ] || fail "$command: status $status"
        silent INTERNAL PLUGIN_MESSAGE PLUGIN_SILENT PLUGIN_BAD_BATCH
        count=$((count + 1))
    done < <(find "$samples/samples/yaml" -name in.yaml | sort)
    [ "$count" -gt 50 ] || fail "only $count cases of the YAML test suite"
else
    left_out "the YAML test suite: the samples are not here ($samples)"
fi

done_testing
