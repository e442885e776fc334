#!/bin/sh
# check-object.sh OBJECT [integer]: ends with an error unless the object file of a network can run on a microcontroller. Messages have
# the form that MSBuild shows as errors. "integer" is for cores without floating point.
set -eu
object=$1
numbers=${2:-float}
failed=0

fail() { # CODE MESSAGE
  echo "$(basename "$object") : error $1: $2"
  failed=1
}

# What support.c, libgcc and every C library have.
known=' RhpReversePInvoke RhpReversePInvokeReturn RhpStackProbe __aeabi_unwind_cpp_pr0 __aeabi_unwind_cpp_pr1 memcpy memmove memset
 deepcompression_panic deepcompression_div_int32 deepcompression_mod_int32 deepcompression_div_uint32 deepcompression_mod_uint32 '
for symbol in $(arm-none-eabi-nm -u "$object" | sed 's/^ *[Uw] //'); do
  case $known in
    *" $symbol "* | *" $symbol
"*) ;;
    *) fail DC0202 "the code calls '$symbol', which only a runtime has: it allocates, throws, or uses a type that a microcontroller has no code for." ;;
  esac
done

# The function that an instruction stands in, for each instruction whose name matches.
functions_with() {
  arm-none-eabi-objdump -d --no-show-raw-insn "$object" |
    awk -v pattern="$1" '/>:$/ { name = $2; gsub(/[<>:]/, "", name) } $2 ~ pattern { print name }' | sort -u
}

for function in $(functions_with '\.f64'); do
  fail DC0203 "'$function' computes with double precision, which the core has no instructions for; use float, also where numbers are converted."
done
if [ "$numbers" = integer ]; then
  for function in $(functions_with '^v'); do
    fail DC0204 "'$function' computes with floats, which the core has no instructions for; use integers."
  done
fi

for section in $(arm-none-eabi-objdump -h "$object" | awk '$2 ~ /^\.(data|bss)/ && $3 !~ /^0+$/ { print $2 }'); do
  symbols=$(arm-none-eabi-objdump -t "$object" | awk -v section="$section" '$0 ~ " " section "\t" && $NF != section { printf " %s", $NF }')
  fail DC0205 "the code has statics that are written ($section:$symbols); memory for a run comes from its caller alone."
done
exit $failed
